internal import Nftables
internal import PacketSpace

extension ListedTable {
    /// The same with other statements in its rules, or without some of them.
    ///
    /// - Parameter change: Gives what is to stand in the place of a statement; `nil` for nothing.
    func changing(_ change: (ListedStatement) -> ListedStatement?) -> ListedTable {
        self.changingByChain { statement, _ in change(statement) }
    }

    /// - Parameter change: Is given the name of the chain as well.
    func changingByChain(_ change: (ListedStatement, String) -> ListedStatement?) -> ListedTable {
        var copy = self
        for chain in copy.chains.indices {
            let name = copy.chains[chain].name
            copy.chains[chain].rules = copy.chains[chain].rules.map { rule in
                let statements = rule.statements.compactMap { change($0, name) }
                return statements == rule.statements ? rule : rule.with(statements)
            }
        }
        return copy
    }

    /// The same, dropping what comes to a rule by which its connection may break, and nothing else: who asks for drops has asked
    /// before, and one that is meant hides nothing.
    ///
    /// - Parameter isExcepted: Of a statement, that it is asked for elsewhere.
    func droppingOnlyWhatBreaks(except isExcepted: (ListedStatement) -> Bool) -> ListedTable {
        self.changing { statement in
            switch statement {
            case _ where statement.mayBreakConnections && !isExcepted(statement): .verdict(.drop)
            case .verdict(.drop), .reject: .verdict(.accept)
            default: statement
            }
        }
    }

    /// The same with a verdict in the place of every SYN proxy.
    func replacingProxies(by verdict: ListedVerdict) -> ListedTable {
        self.changing { if case .synproxy = $0 { .verdict(verdict) } else { $0 } }
    }
}
