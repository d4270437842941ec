internal import Nftables

/// What a ruleset file does, whenever it is loaded, to a set that holds the connections of strangers.
struct CountsKept {
    private let statements: [WrittenStatement]
    private let file: String
    private let includesFiles: Bool

    private static let losing: Set<String> = ["delete", "destroy", "flush", "reset"]

    init(_ source: RulesetSource) {
        // As it was compiled, all statements stand before the first empty line, and tables behind it.
        let text =
            !source.isAsCompiled
            ? source.text
            : source.text.firstRange(of: "\n\n").map { String(source.text[..<$0.lowerBound]) } ?? source.text
        let written = WrittenRuleset(text)
        self.statements = written.statements
        self.includesFiles = written.includesFiles
        self.file = source.file
    }

    /// Why a set does not outlive a load of the file, in words; `nil` if it does.
    ///
    /// - Parameter table: Family and name.
    func loss(ofSet set: String, table: String) -> String? {
        if self.includesFiles { return "\(self.file) includes other files, which may empty set '\(set)'" }
        guard let statement = self.statements.first(where: { self.loses(set, of: table, by: $0.words) }) else {
            return nil
        }
        let words = statement.words.prefix(6).joined(separator: " ")
        return
            "'\(words)' (\(self.file):\(statement.line)) empties set '\(set)' whenever the file is loaded: others may "
            + "take slots that strangers who are connected still hold"
    }

    private func loses(_ set: String, of table: String, by words: [String]) -> Bool {
        guard let verb = words.first, Self.losing.contains(verb), words.count > 1 else { return false }
        // Whatever a variable, or a number in a name's place, stands for.
        if words.contains(where: { $0.contains("$") || $0 == "handle" }) { return true }
        let rest = words.dropFirst(2)
        switch words[1] {
        case "ruleset": return rest.first.map { table.hasPrefix("\($0) ") } ?? true
        // A table that is flushed loses its rules, and keeps its sets.
        case "table": return verb != "flush" && Self.names(rest).table == table
        case "rule", "rules", "chain", "counter", "counters", "quota", "quotas", "limit", "limits": return false
        default:
            let (found, name) = Self.names(rest)
            return found == table && (name == nil || name == set)
        }
    }

    /// The table that some words begin with, and what stands behind it. Without a family it is IPv4.
    private static func names(_ words: ArraySlice<String>) -> (table: String, name: String?) {
        guard let first = words.first else { return ("", nil) }
        guard ["ip", "ip6", "inet", "arp", "bridge", "netdev"].contains(first), words.count > 1 else {
            return ("ip \(first)", words.dropFirst().first)
        }
        return ("\(first) \(words[words.startIndex + 1])", words.dropFirst(2).first)
    }
}
