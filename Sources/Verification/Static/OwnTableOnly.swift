internal import Nftables

/// What a ruleset file does besides bringing our own tables about, which is all that it is for.
struct OwnTableOnly {
    /// A text that is as it was compiled does nothing else, and may still not be loaded when the host boots.
    let objections: [String]

    /// - Parameter listing: Of the file, loaded where nothing was before.
    init(_ source: RulesetSource, _ listing: RulesetListing) {
        let early = listing.needs.map { need in
            switch need {
            case .interface(let name):
                "\(source.file) needs interface '\(name)' to be there when it is loaded, which is before the network: write iifname or "
                    + "oifname"
            case .name(let complaint, let line):
                "\(source.file)\(line.map { ":\($0)" } ?? "") takes from the host what may be otherwise there, and before the network "
                    + "(\(complaint)): write numbers for names, and the rules themselves for files"
            case .absence(let complaint, let line):
                "\(source.file)\(line.map { ":\($0)" } ?? "") can be loaded once and never again (\(complaint)): a reload leaves the old "
                    + "rules"
            }
        }
        guard !source.isAsCompiled else {
            self.objections = early
            return
        }
        let written = WrittenRuleset(source.text)
        let slots = listing.tables.first { "\($0.family) \($0.name)" == Ruleset.slotsTable }
        var objections = early
        var cleared: Set<String> = []
        var filled: Set<String> = []
        var emptied: Set<String> = []
        for statement in written.statements {
            var words = statement.words
            if words.first == "add" { words.removeFirst() }
            switch Effect(words) {
            case .filling(let table): filled.insert(table)
            case .clearing(let table):
                cleared.insert(table)
                // One that is flushed keeps its sets.
                if words[0] != "flush", table == Ruleset.slotsTable { emptied.formUnion(slots?.sets.map(\.name) ?? []) }
            case .emptying(let set): emptied.insert(set)
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
        for set in slots?.sets ?? [] where !set.isFilledByRules && !emptied.contains(set.name) {
            objections.append(
                "\(source.file) does not delete set '\(set.name)' of table \(Ruleset.slotsTable) first: what an older file put "
                    + "into it stays"
            )
        }
        if written.includesFiles { objections.append("\(source.file) includes other files, which may hold anything") }
        self.objections = objections
    }

    /// What a statement does to our tables.
    private enum Effect {
        case filling(String)
        case clearing(String)
        /// A set of the slots' table.
        case emptying(String)
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
            case "delete", "destroy", "flush":
                // A flush would leave the other table's sets of addresses.
                let cleared = words[0] == "flush" ? [Ruleset.slotsTable] : [Ruleset.table, Ruleset.slotsTable]
                self = isWhole && cleared.contains(place) ? .clearing(place) : Self.emptying(words)
            default: self = Self.isPartOfSlots(words[...]) ? .none : .other
            }
        }

        /// Of a chain or a set.
        private static func emptying(_ words: [String]) -> Effect {
            guard self.isPartOfSlots(words.dropFirst()) else { return .other }
            return words[1] == "set" ? .emptying(words[4]) : .none
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
