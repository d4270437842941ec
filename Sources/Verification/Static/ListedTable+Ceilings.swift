internal import Nftables

extension ListedTable {
    /// The same for those who are within every ceiling: no limit, count or set refuses them, as it does nobody who comes first.
    var withinCeilings: ListedTable {
        let full = Set(self.sets.filter(\.isFull).map(\.name))
        return self.changing { $0.withinCeilings(full) }
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
    fileprivate func withinCeilings(_ full: Set<String>) -> ListedStatement? {
        switch self {
        // A packet may be larger than a limit of bytes, so that nobody is within it.
        case .limit(let limit) where limit.unit == ListedLimit.packets && limit.rate > 0:
            limit.isOver ? Self.never : nil
        // Over none is whoever comes.
        case .connectionsOver(let count): count > 0 ? Self.never : nil
        case .updateSet(let update) where !update.hasMore:
            self.withinCeilings(update, full)
        default: self
        }
    }

    /// `nil` for an update that surely matches; of some nobody can know.
    private func withinCeilings(_ update: ListedUpdate, _ full: Set<String>) -> ListedStatement? {
        let conditions = update.statements.filter { !$0.countsAlone }.map { $0.withinCeilings(full) }
        if full.contains(update.set) || conditions.contains(Self.never) { return Self.never }
        return conditions.allSatisfy { $0 == nil } ? nil : self
    }

    private var countsAlone: Bool { if case .counter = self { true } else { false } }

    /// What matches nothing.
    private static let never = ListedStatement.match(.equal, .meta("length"), .anonymousSet([]))
}
