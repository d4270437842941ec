internal import Nftables

/// A set that counts connections to a port, and the rules that refuse more than so many of them.
///
/// The count is an element's, one for each port, and lives as long as that: rules may be written anew. An element keeps the
/// ceiling that it was made with.
struct SlotCeiling {
    /// The table's place in the listing.
    let table: Int
    /// Family and name.
    let tableName: String
    let set: String
    /// The highest that an element may have.
    let count: Int
    /// Why the set holds no ceiling for sure, in words; `nil` if it does.
    let fault: String?

    /// Below this, chains see packets before connection tracking does. Source: `NF_IP_PRI_CONNTRACK`.
    private static let tracking = -200

    static func all(in listing: RulesetListing) -> [SlotCeiling] {
        listing.tables.enumerated().flatMap { number, table in
            let updates = table.updates
            let counting = updates.filter { $0.ceiling != nil && $0.key == Self.port }
            return Set(counting.map(\.set)).sorted().map { name in
                SlotCeiling(number, table, name, updates.filter { $0.set == name })
            }
        }
    }

    private init(_ number: Int, _ table: ListedTable, _ name: String, _ updates: [ListedUpdate]) {
        let elements = table.sets.first { $0.name == name }?.elements ?? []
        self.table = number
        self.tableName = "\(table.family) \(table.name)"
        self.set = name
        self.count = (updates.compactMap(\.ceiling) + elements.compactMap(\.ceiling)).max() ?? 0
        self.fault = Self.fault(of: table, name, updates) ?? Self.nameFault(name, self.count)
    }

    /// Fewer elements than ports, and one that is not meant for the peer port could take its place.
    private static let ports = 65_535

    private static func nameFault(_ name: String, _ count: Int) -> String? {
        name.hasSuffix("-\(count)")
            ? nil
            : "the name of set '\(name)' does not end in its ceiling of \(count): an element that is there already keeps "
                + "the ceiling that it was made with"
    }

    private static let port = Expression.payload(protocol: "tcp", field: "dport")

    private static func fault(of table: ListedTable, _ name: String, _ updates: [ListedUpdate]) -> String? {
        guard let set = table.sets.first(where: { $0.name == name }) else { return "there is no set '\(name)'" }
        if set.timeout != nil || set.flags.contains("timeout") || set.elements.contains(where: \.mayExpire) {
            return "set '\(name)' forgets its elements after a time, and with them who is connected"
        }
        if let size = set.size, size < Self.ports {
            return "set '\(name)' holds \(size) elements: once they are others, nobody is counted"
        }
        let others = updates.contains { update in
            update.operation == .delete || update.key != Self.port || update.ceiling == nil || update.hasMore
                || update.statements.count != 1
        }
        if others || set.hasMore || set.elements.contains(where: { $0.ceiling == nil }) {
            return "set '\(name)' has more to do than to count connections to ports"
        }
        let isEarly = table.chains.contains { chain in
            guard let base = chain.base else { return false }
            return base.hook != "input" && base.hook != "forward" && base.priority <= Self.tracking
        }
        return isEarly ? "table \(table.family) \(table.name) counts before connections are tracked" : nil
    }

    /// The table while the ceiling is reached: rules that count match everything that they count.
    func whenReached(_ table: ListedTable) -> ListedTable {
        table.changing { statement in
            if case .updateSet(let update) = statement, update.set == self.set { nil } else { statement }
        }
    }
}

extension ListedTable {
    /// What its rules do to sets.
    fileprivate var updates: [ListedUpdate] {
        self.chains.flatMap(\.rules).flatMap(\.statements).compactMap { statement in
            if case .updateSet(let update) = statement { update } else { nil }
        }
    }
}

extension ListedUpdate {
    /// How many connections an element that it makes lets be; `nil` if it counts none.
    fileprivate var ceiling: Int? {
        for case .connectionsOver(let count) in self.statements { return count }
        return nil
    }
}
