internal import Nftables

/// What a ruleset file does besides replacing table `inet picket`, which is all that it is for.
struct OwnTableOnly {
    /// Empty for a text that is as it was compiled: that replaces the table and nothing else.
    let objections: [String]

    init(_ source: RulesetSource) {
        guard source.reasons.isEmpty else {
            self.objections = []
            return
        }
        let written = WrittenRuleset(source.text)
        let own = Ruleset.table.split(separator: " ").map(String.init)
        var objections: [String] = []
        var isCleared = false
        var isFilled = false
        for statement in written.statements {
            var words = statement.words
            if words.first == "add" { words.removeFirst() }
            let place = "\(source.file):\(statement.line)"
            switch words.first {
            case "table" where Array(words.dropFirst()) == own: isFilled = true
            case "define", "redefine", "undefine": continue
            case "delete", "destroy":
                if Array(words.dropFirst()) == ["table"] + own { isCleared = true } else { fallthrough }
            default: objections.append("'\(Self.shown(words))' (\(place)) is not about table \(Ruleset.table)")
            }
        }
        if isFilled, !isCleared {
            objections.append(
                "\(source.file) does not delete table \(Ruleset.table) first: a reload adds to what is there"
            )
        }
        if written.includesFiles { objections.append("\(source.file) includes other files, which may hold anything") }
        self.objections = objections
    }

    /// The first words, enough to find it by.
    private static func shown(_ words: [String]) -> String {
        words.prefix(6).joined(separator: " ") + (words.count > 6 ? " …" : "")
    }
}
