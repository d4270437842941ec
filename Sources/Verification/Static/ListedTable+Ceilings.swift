internal import Nftables

extension ListedTable {
    /// The same for those who are within every ceiling: no limit, count or set refuses them, as it does nobody who comes first.
    var withinCeilings: ListedTable { self.changing(\.withinCeilings) }
}

extension ListedStatement {
    /// `nil` for what matches whoever is within.
    fileprivate var withinCeilings: ListedStatement? {
        switch self {
        case .limit(let limit): limit.isOver ? Self.never : nil
        // Over none is whoever comes.
        case .connectionsOver(let count): count > 0 ? Self.never : nil
        case .updateSet(let update) where !update.hasMore:
            update.statements.contains { $0.withinCeilings == Self.never } ? Self.never : nil
        default: self
        }
    }

    /// What matches nothing.
    private static let never = ListedStatement.match(.equal, .meta("length"), .anonymousSet([]))
}
