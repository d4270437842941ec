internal import Compiler
internal import Diagnostics
internal import Nftables
internal import PacketSpace
internal import Topology

/// What the user's own rules do as Picket compiled them, which is meant; of rules that were changed since, or that stand beside them,
/// nothing is.
extension HostJudge {
    /// Of some packets from the wire, those that a public server lets in, or passes on, by the user's own rules alone.
    ///
    /// - Parameter points: Where the rules are placed.
    func letInByOwnRules(
        _ packets: Diagram,
        at points: Set<FirewallSettings.ExtraRule.Point>,
        on journey: Journey = .arrival
    ) -> Diagram {
        guard !self.host.role.isHidden, let own = OwnRules(self, at: points) else { return .nothing }
        let letIn = self.sets.without(
            own.compiled.acceptable(packets, on: journey),
            own.compiledWithout.acceptable(packets, on: journey)
        )
        return self.sets.without(letIn, own.presentWithout.acceptable(packets, on: journey))
    }

    /// Of some packets, those that may be dropped by the user's own rules alone, of those within the ceilings.
    func droppedByOwnRules(_ packets: Diagram, on journey: Journey, of part: CountedPackets) -> Diagram {
        let within = { (table: ListedTable) in table.withinCeilings(of: part).replacingProxies(by: .accept) }
        return OwnRules(self, change: within)?.dropped(packets, on: journey) ?? .nothing
    }

    /// Judges as before, but for drops that are meant: those by the user's own rules alone, of packets that these drop by what no
    /// packet shows, such as who sends it. What they drop in any case is no less cut.
    var exceptOwnDrops: PacketJudge {
        guard !self.host.firewall.rules.isEmpty else { return self.packets }
        var judge = self.packets
        // Not read before somebody asks, and once.
        var rules: OwnRules?
        judge.meant = { packets, journey in
            rules = rules ?? OwnRules(self)
            return rules?.dropped(self.prover.acceptable(packets, on: journey), on: journey) ?? .nothing
        }
        return judge
    }

    /// In words, behind what ``exceptOwnDrops`` found.
    var besideOwnDrops: String {
        self.host.firewall.rules.isEmpty ? "" : ", but for what its own rules drop by more than packets show"
    }
}

/// The rules of a host with the user's own, and without them.
private struct OwnRules {
    let compiled: Prover
    let compiledWithout: Prover
    /// As they are now.
    let presentWithout: Prover

    /// One rule of the user's own, as it was compiled.
    private struct Own: Hashable {
        let table: String
        let chain: String
        let statements: [ListedStatement]
        let unlisted: UnlistedQuestions
        /// What statements say of which the listing keeps a name alone.
        let unread: [String]

        init(_ rule: ListedRule, _ table: ListedTable, _ chain: String) {
            self.table = "\(table.family) \(table.name)"
            self.chain = chain
            self.statements = rule.statements
            self.unlisted = rule.unlisted
            self.unread = rule.unread
        }
    }

    /// - Parameters:
    ///   - points: Where the rules are placed that are left out.
    ///   - change: To every table, before it is asked.
    /// - Returns: `nil` if there are none, or if it is not known what was compiled.
    init?(
        _ judge: HostJudge,
        at points: Set<FirewallSettings.ExtraRule.Point> = Set(FirewallSettings.ExtraRule.Point.allCases),
        change: (ListedTable) -> ListedTable = { $0 }
    ) {
        let places = Set(judge.host.firewall.rules.filter { points.contains($0.point) }.map(\.span))
        guard !places.isEmpty, let origin = judge.origin, let artifact = origin.source.compiled,
            let listing = origin.compiled
        else { return nil }
        let lines = RuleLines(file: origin.source.file, text: artifact.contents, listing: listing)
        var own: [Own: Int] = [:]
        let without = listing.tables.map { table in
            table.without { rule, chain in
                guard let line = lines.line(of: rule.handle, table: "\(table.family) \(table.name)", chain: chain)
                else { return false }
                let reason = artifact.reasons[line - 1]
                guard reason.rule == .extraRule, reason.place.map(places.contains) ?? false else { return false }
                own[Own(rule, table, chain), default: 0] += 1
                return true
            }
        }
        let store = judge.sets.store
        self.compiled = Prover(RulesetListing(tables: listing.tables.map(change)), store: store)
        self.compiledWithout = Prover(RulesetListing(tables: without.map(change)), store: store)
        guard !origin.source.isAsCompiled else {
            self.presentWithout = self.compiledWithout
            return
        }
        // What else sets something that they ask for decides with them, and is not meant.
        guard Self.changes(in: judge.listing.tables).isSubset(of: Self.changes(in: listing.tables)) else { return nil }
        let present = judge.listing.tables.map { table in
            table.without { rule, chain in
                let rule = Own(rule, table, chain)
                guard let left = own[rule], left > 0 else { return false }
                own[rule] = left - 1
                return true
            }
        }
        self.presentWithout = Prover(RulesetListing(tables: present.map(change)), store: store)
    }

    private static func changes(in tables: [ListedTable]) -> Set<ListedStatement> {
        let rules = tables.flatMap(\.chains).flatMap(\.rules)
        return Set(rules.flatMap(\.statements).filter { if case .mangle = $0 { true } else { false } })
    }

    /// Of some packets, those that may be dropped by the user's own rules alone.
    func dropped(_ packets: Diagram, on journey: Journey) -> Diagram {
        let store = self.compiled.store
        return [self.compiledWithout, self.presentWithout].reduce(self.compiled.droppable(packets, on: journey)) {
            store.difference($0, $1.droppable(packets, on: journey))
        }
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
