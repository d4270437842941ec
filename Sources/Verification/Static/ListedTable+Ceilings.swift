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
            Self.withinCeilings(update, full) ? nil : self.refused(update, full)
        default: self
        }
    }

    /// Whether an update surely matches whoever is within.
    private static func withinCeilings(_ update: ListedUpdate, _ full: Set<String>) -> Bool {
        !full.contains(update.set)
            && update.statements.allSatisfy { $0.countsAlone || $0.withinCeilings(full) == nil }
    }

    /// An update that does not: it matches nobody, or nobody can know.
    private func refused(_ update: ListedUpdate, _ full: Set<String>) -> ListedStatement {
        full.contains(update.set) || update.statements.contains { $0.withinCeilings(full) == Self.never }
            ? Self.never : self
    }

    private var countsAlone: Bool { if case .counter = self { true } else { false } }

    /// What matches nothing.
    private static let never = ListedStatement.match(.equal, .meta("length"), .anonymousSet([]))
}
