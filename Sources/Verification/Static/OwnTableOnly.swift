internal import Nftables

/// What a ruleset file does besides bringing our own tables about, which is all that it is for.
struct OwnTableOnly {
    /// Empty for a text that is as it was compiled: that does nothing else.
    let objections: [String]

    init(_ source: RulesetSource) {
        guard source.reasons.isEmpty else {
            self.objections = []
            return
        }
        let written = WrittenRuleset(source.text)
        var objections: [String] = []
        var cleared: Set<String> = []
        var filled: Set<String> = []
        for statement in written.statements {
            var words = statement.words
            if words.first == "add" { words.removeFirst() }
            switch Effect(words) {
            case .filling(let table): filled.insert(table)
            case .clearing(let table): cleared.insert(table)
            case .none: continue
            case .other:
                objections.append(
                    "'\(Self.shown(words))' (\(source.file):\(statement.line)) is not about table \(Ruleset.table)"
                )
            }
        }
        for table in filled.subtracting(cleared).sorted() {
            objections.append(
                "\(source.file) does not \(table == Ruleset.table ? "delete" : "flush") table \(table) first: a reload adds to "
                    + "what is there"
            )
        }
        if written.includesFiles { objections.append("\(source.file) includes other files, which may hold anything") }
        self.objections = objections
    }

    /// What a statement does to our tables.
    private enum Effect {
        case filling(String)
        case clearing(String)
        /// Nothing that matters.
        case none
        case other

        init(_ words: [String]) {
            let place = words.dropFirst(2).prefix(2).joined(separator: " ")
            let isWhole = words.count == 4 && words[1] == "table"
            switch words.first {
            case "table" where words.count == 3:
                let table = words.dropFirst().joined(separator: " ")
                self = [Ruleset.table, Ruleset.slotsTable].contains(table) ? .filling(table) : .other
            case "define", "redefine", "undefine": self = .none
            case "delete", "destroy":
                if isWhole, [Ruleset.table, Ruleset.slotsTable].contains(place) {
                    self = .clearing(place)
                } else {
                    self = Self.isPartOfSlots(words.dropFirst()) ? .none : .other
                }
            case "flush":
                // The other table has sets of addresses, which a flush would leave.
                if isWhole, place == Ruleset.slotsTable {
                    self = .clearing(place)
                } else {
                    self = Self.isPartOfSlots(words.dropFirst()) ? .none : .other
                }
            default: self = Self.isPartOfSlots(words[...]) ? .none : .other
            }
        }

        /// - Parameter words: From `chain` or `set` on.
        private static func isPartOfSlots(_ words: ArraySlice<String>) -> Bool {
            guard words.count == 4, let kind = words.first, kind == "chain" || kind == "set" else { return false }
            return words.dropFirst().prefix(2).joined(separator: " ") == Ruleset.slotsTable
        }
    }

    /// The first words, enough to find it by.
    private static func shown(_ words: [String]) -> String {
        words.prefix(6).joined(separator: " ") + (words.count > 6 ? " …" : "")
    }
}
