internal import Nftables

extension ListedChain.Base {
    /// Where packets come in.
    var words: String {
        "type \(self.type) hook \(self.hook)\(self.device.map { " device \($0)" } ?? "") priority \(self.priority)"
    }

    var acceptingByPolicy: Self {
        Self(type: self.type, hook: self.hook, priority: self.priority, dropsByPolicy: false, device: self.device)
    }
}

extension ListedStatement {
    /// Whether it does no more than to let packets on or not, and remembers none; or changes nothing at all.
    var onlyAsks: Bool {
        switch self {
        case .match, .counter, .log, .neutral("last"): true
        default: false
        }
    }

    /// The same, or it changes the packet alone, neither its connection nor anything else.
    var onlyChangesPacket: Bool {
        switch self {
        case .mangle(.meta, .constant), .mangle(.payload, .constant): true
        case .verdict: true
        default: self.onlyAsks
        }
    }
}

extension ListedSet {
    /// What it is, besides what it holds.
    var words: String {
        "type \(self.types.joined(separator: " . "))\(self.valueType.map { " : \($0)" } ?? ""), size \(self.size.map(String.init) ?? "any"), timeout "
            + "\(self.timeout.map(String.init) ?? "none"), \(self.flags.sorted().joined(separator: " "))"
    }
}

extension ListedObject {
    /// What a set gives each of its elements, such as a limit; it has the set's name.
    var isOfSet: Bool { self.kind == "set" || self.kind == "map" }
}

extension ListedRule {
    /// Without the names of sets and chains.
    var wordsWithoutNames: String {
        let statements = self.statements.map { statement -> String in
            switch statement {
            case .verdict(.jump): "jump"
            case .verdict(.goto): "goto"
            case .counter, .log: ""
            default:
                statement.description.split(separator: " ").map { $0.hasPrefix("@") ? "@" : $0 }.joined(separator: " ")
            }
        }
        return (statements + self.unread).joined(separator: " ")
    }
}

extension ListedTable {
    /// The sets that rules change; `nil` where a rule cannot be read that may change any of them.
    var changedSets: Set<String>? {
        var names: Set<String> = []
        for statement in self.chains.flatMap(\.rules).flatMap(\.statements) {
            switch statement {
            case .updateSet(let update): names.insert(update.set)
            case .unknown: return nil
            default: continue
            }
        }
        return names
    }

    /// The words of the rules that change a set.
    func fillers(of set: String) -> [String] {
        let rules = self.chains.flatMap(\.rules).filter { rule in
            rule.statements.contains { if case .updateSet(let update) = $0 { update.set == set } else { false } }
        }
        return rules.map(\.wordsWithoutNames).sorted()
    }
}

extension String {
    /// The names of the sets that a statement's words name.
    var setNames: [String] {
        self.split { " ,{}".contains($0) }.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
    }
}
