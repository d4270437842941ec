/// What a file does before it defines its tables, so that these become what it says whatever was there before.
struct Preparation {
    enum Command: Hashable {
        case addTable(String)
        case deleteTable(String)
        case flushTable(String)
        case addChain(table: String, String)
        case deleteChain(table: String, String)
        case addSet(table: String, NamedSet)
        case deleteSet(table: String, String)
    }

    let commands: [Command]

    /// What the table of slots has in one file or another: each clears what the one before may have left.
    private static let chains = ["input", "output", "strangers", "answers"]
    private static let sets = [
        NamedSet("own-addresses", .prefixes([])), NamedSet("own-diallers", .addresses([])),
    ]

    /// Whatever is deleted is added before, because nft refuses to delete what is not there.
    ///
    /// Of the table of slots everything goes but the sets that rules fill, whose elements count, and the counters. Rules go
    /// first: they hold on to chains and sets. A set of an older ceiling, which nobody knows any more, stays and does nothing.
    init(_ ruleset: Ruleset) {
        let slots = Ruleset.slotsTable
        let replaced: [Command] = [
            .addTable(Ruleset.table), .deleteTable(Ruleset.table), .addTable(slots),
        ]
        guard let table = ruleset.slots else {
            self.commands = replaced + [.deleteTable(slots)]
            return
        }
        let chains = Self.chains + table.chains.map(\.name).filter { !Self.chains.contains($0) }
        let sets =
            Self.sets + table.sets.filter { set in !set.isLearned && !Self.sets.contains { $0.name == set.name } }
        self.commands =
            replaced
            + chains.map { .addChain(table: slots, $0) } + sets.map { .addSet(table: slots, $0) }
            + [.flushTable(slots)]
            + chains.map { .deleteChain(table: slots, $0) } + sets.map { .deleteSet(table: slots, $0.name) }
    }

    /// How many numbers the kernel gives for a table that is there only now, before the definitions.
    func handles(ofTable name: String) -> Int {
        self.commands.count { command in
            switch command {
            case .addChain(name, _), .addSet(name, _): true
            default: false
            }
        }
    }
}

extension NamedSet {
    /// Rules fill it.
    var isLearned: Bool { if case .learned = self.elements { true } else { false } }

    /// Its type, and nothing else about it.
    var type: (names: [String], isInterval: Bool) {
        switch self.elements {
        case .addresses: (["ipv4_addr"], false)
        case .prefixes: (["ipv4_addr"], true)
        case .ipv6Prefixes: (["ipv6_addr"], true)
        case .endpoints: (["ipv4_addr", "inet_service"], false)
        case .learned(let learned): ([learned.key.rawValue], false)
        }
    }
}

extension Preparation.Command {
    /// In nft syntax.
    var text: String {
        switch self {
        case .addTable(let table): "table \(table)"
        case .deleteTable(let table): "delete table \(table)"
        case .flushTable(let table): "flush table \(table)"
        case .addChain(let table, let chain): "add chain \(table) \(chain)"
        case .deleteChain(let table, let chain): "delete chain \(table) \(chain)"
        case .addSet(let table, let set):
            "add set \(table) \(set.name) { type \(set.type.names.joined(separator: " . "));"
                + (set.type.isInterval ? " flags interval; }" : " }")
        case .deleteSet(let table, let set): "delete set \(table) \(set)"
        }
    }
}
