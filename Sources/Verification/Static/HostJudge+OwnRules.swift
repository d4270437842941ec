internal import Compiler
internal import Diagnostics
internal import Nftables
internal import PacketSpace
internal import Topology

/// What the user's own rules do as Picket compiled them, which is meant; of rules that were changed since, nothing is.
extension HostJudge {
    /// Of some packets from the wire, those that a public server lets in by the user's own rules alone.
    ///
    /// - Parameter points: Where the rules are placed.
    func letInByOwnRules(_ packets: Diagram, at points: Set<FirewallSettings.ExtraRule.Point>) -> Diagram {
        guard !self.host.role.isHidden else { return .nothing }
        return self.difference(points) { with, without in
            self.sets.without(with.acceptable(packets, on: .arrival), without.acceptable(packets, on: .arrival))
        }
    }

    /// Of some packets, those that may be dropped by the user's own rules alone, of those within the ceilings.
    func droppedByOwnRules(_ packets: Diagram, on journey: Journey) -> Diagram {
        let within = { (table: ListedTable) in table.withinCeilings.replacingProxies(by: .accept) }
        return self.difference(Set(FirewallSettings.ExtraRule.Point.allCases), of: within) { with, without in
            self.sets.without(with.droppable(packets, on: journey), without.droppable(packets, on: journey))
        }
    }

    /// - Parameters:
    ///   - change: To every table, before it is asked.
    ///   - question: Of the rules with the user's own, and without those at some points.
    private func difference(
        _ points: Set<FirewallSettings.ExtraRule.Point>,
        of change: (ListedTable) -> ListedTable = { $0 },
        _ question: (Prover, Prover) -> Diagram
    ) -> Diagram {
        let rules = self.host.firewall.rules.filter { points.contains($0.point) }
        guard !rules.isEmpty, let origin, let compiled = origin.source.compiled, let listing = origin.compiled else {
            return .nothing
        }
        let places = Set(rules.map(\.span))
        let lines = RuleLines(file: origin.source.file, text: compiled.contents, listing: listing)
        let tables = listing.tables.map { table in
            table.without { rule, chain in
                guard let line = lines.line(of: rule.handle, table: "\(table.family) \(table.name)", chain: chain)
                else {
                    return false
                }
                let reason = compiled.reasons[line - 1]
                return reason.rule == .extraRule && reason.place.map(places.contains) ?? false
            }
        }
        return question(
            Prover(RulesetListing(tables: listing.tables.map(change)), store: self.sets.store),
            Prover(RulesetListing(tables: tables.map(change)), store: self.sets.store)
        )
    }
}

extension ListedTable {
    /// - Parameter isLeftOut: Of a rule, and the name of its chain.
    fileprivate func without(_ isLeftOut: (ListedRule, String) -> Bool) -> ListedTable {
        var copy = self
        for index in copy.chains.indices {
            let name = copy.chains[index].name
            copy.chains[index].rules.removeAll { isLeftOut($0, name) }
        }
        return copy
    }
}
