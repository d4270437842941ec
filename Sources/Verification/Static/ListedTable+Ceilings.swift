internal import Nftables

/// Packets as ceilings count them.
enum CountedPackets {
    /// The first one of a connection.
    case opening
    /// All others of it: a ceiling that one of them uses up leaves nothing for the next.
    case later
    /// What is sent again and again, once a second.
    case recurring
}

extension ListedTable {
    /// The same for those who are within every ceiling: no limit, count or set refuses them, as it does nobody who comes first.
    func withinCeilings(of part: CountedPackets) -> ListedTable {
        let full = Set(self.sets.filter(\.isFull).map(\.name))
        return self.changing { $0.withinCeilings(of: part, full) }
    }
}

extension ListedSet {
    /// Whether the file itself fills it, so that nobody comes first.
    fileprivate var isFull: Bool { self.size.map { $0 > 0 && self.elements.count >= $0 } ?? false }
}

extension ListedStatement {
    /// `nil` for what matches whoever is within.
    ///
    /// - Parameter full: Names of sets into which nothing goes any more.
    fileprivate func withinCeilings(of part: CountedPackets, _ full: Set<String>) -> ListedStatement? {
        switch self {
        // A packet may be larger than a limit of bytes, so that nobody is within it.
        case .limit(let limit) where limit.unit == ListedLimit.packets && limit.suffices(for: part):
            limit.isOver ? Self.never : nil
        // Over none is whoever comes.
        case .connectionsOver(let count): count > 0 ? Self.never : nil
        case .updateSet(let update) where !update.hasMore:
            self.withinCeilings(update, of: part, full)
        default: self
        }
    }

    /// `nil` for an update that surely matches; of some nobody can know.
    private func withinCeilings(
        _ update: ListedUpdate,
        of part: CountedPackets,
        _ full: Set<String>
    ) -> ListedStatement? {
        // It takes an element away, or finds none (`nft_dynset_eval` of the kernel).
        if update.operation == .delete { return nil }
        guard !full.contains(update.set) else { return self }
        if part == .later, !update.key.isOfConnection { return self }
        let conditions = update.statements.filter { !$0.countsAlone }.map { $0.withinCeilings(of: part, full) }
        if conditions.contains(Self.never) { return Self.never }
        return conditions.allSatisfy { $0 == nil } ? nil : self
    }

    private var countsAlone: Bool { if case .counter = self { true } else { false } }

    /// What matches nothing.
    private static let never = ListedStatement.match(.equal, .meta("length"), .anonymousSet([]))
}

extension ListedLimit {
    fileprivate func suffices(for part: CountedPackets) -> Bool {
        switch part {
        case .opening: self.rate > 0
        case .later: false
        case .recurring: self.rate > 0 && self.period == "second"
        }
    }
}

extension Expression {
    /// Whether it is the same for all packets of a connection that go the same way.
    fileprivate var isOfConnection: Bool {
        switch self {
        case .payload(let header, let field):
            ["ip", "ip6"].contains(header) && ["saddr", "daddr"].contains(field)
                || ["tcp", "th"].contains(header) && ["sport", "dport"].contains(field)
        case .binary(_, let inner, _): inner.isOfConnection
        case .concatenation(let parts): parts.allSatisfy(\.isOfConnection)
        case .meta, .connection, .map, .constant, .routes, .other: false
        }
    }
}
