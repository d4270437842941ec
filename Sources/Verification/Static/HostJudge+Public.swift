internal import Addressing
internal import Compiler
internal import Nftables
internal import PacketSpace
internal import Topology

/// What a public server owes to strangers, and what it keeps from them.
extension HostJudge {
    /// Where strangers find the server.
    private var publicAddresses: [IPv4Address] {
        self.host.attachments.filter { self.topology[segment: $0.segment]?.isPublic ?? false }.map(\.address)
    }

    private var toPeerPort: Diagram {
        self.sets.all(self.sets.opening, self.sets.fromSegments, self.sets.toPort(self.host.peerPort))
    }

    /// Whatever may become a connection to the peer port: tracking takes up flows in their middle, too, and a handshake
    /// that a SYN proxy has completed comes back from the loopback interface with the addresses of the stranger.
    private var connecting: Diagram {
        let loopback = IPPrefix.ipv4(IPv4Prefix(IPv4Address(rawValue: 127 << 24), length: 8))
        let own = self.sets.any([self.sets.from([loopback])] + self.host.attachments.map { self.sets.from($0.address) })
        let unannounced = self.sets.store.packets(in: [.new, .invalid, .untracked])
        let byLoopback = self.sets.all(self.sets.ipv4, unannounced, self.sets.store.packets(enteringBy: "lo"))
        let proxied = self.sets.without(byLoopback, own)
        let entering = self.hasProxy ? self.sets.any([self.sets.fromWire, proxied]) : self.sets.fromWire
        return self.sets.all(self.sets.fresh, self.sets.tcp, entering, self.sets.toPort(self.host.peerPort))
    }

    private var hasProxy: Bool {
        self.listing.tables.contains { table in
            table.chains.contains { chain in chain.rules.contains { $0.statements.contains(where: \.isProxy) } }
        }
    }

    var sentryOpen: HostFinding? {
        guard self.host.role.isPublic, !self.publicAddresses.isEmpty else { return nil }
        let packets = self.sets.all(self.toPeerPort, self.sets.to(self.publicAddresses))
        // Whom the host lets in is settled before it is asked who is a stranger: that is a list of all hosts.
        let accepted = self.prover.acceptable(packets, on: .arrival)
        let strangers = self.sets.all(self.sets.without(packets, accepted), self.strangers)
        return self.finding(
            .sentryOpen,
            [self.surelyDropped(strangers, on: .arrival)],
            "lets strangers in at port \(self.host.peerPort), within its ceilings"
        )
    }

    /// Strangers may hold so many connections that none of our own diallers finds a slot taken.
    var slotsReserved: HostFinding? {
        guard self.host.role.isPublic else { return nil }
        let budget = SlotBudget(of: self.host, in: self.topology)
        let ceilings = self.ceilings
        let sufficient = ceilings.filter { $0.count <= budget.strangers }
        let objections = sufficient.map { ceiling in
            let judge = self.judge(whenReached: ceiling)
            return judge.accepted(self.sets.without(self.connecting, self.diallers), on: .arrival)
                .map { $0.following("with the ceiling of \(ceiling.count) reached, still: ") }
                ?? judge.dropped(self.sets.all(self.toPeerPort, self.diallers), on: .arrival)
                .map { $0.following("with the ceiling of \(ceiling.count) reached, one of our own: ") }
        }
        let lowest = ceilings.map(\.count).min()
        let missing =
            lowest.map { "the lowest ceiling on connections is \($0); the slots leave strangers \(budget.strangers)" }
            ?? "no rule has a ceiling on connections (ct count over); the slots leave strangers \(budget.strangers)"
        // One ceiling that does all of it is enough.
        let isReserved = objections.contains { $0 == nil }
        return self.finding(
            .slotsReserved,
            [isReserved ? nil : objections.first ?? Objection(missing)],
            "strangers who came since the rules were loaded hold at most \(sufficient.map(\.count).min() ?? 0) of "
                + "\(budget.inbound) inbound slots, \(budget.own) of which are our own diallers'"
        )
    }

    // MARK: - Ceilings

    private struct Ceiling {
        let table: Int
        let chain: Int
        let rule: Int
        let count: Int
    }

    private var ceilings: [Ceiling] {
        var ceilings: [Ceiling] = []
        for (tableNumber, table) in self.listing.tables.enumerated() {
            for (chainNumber, chain) in table.chains.enumerated() {
                for (ruleNumber, rule) in chain.rules.enumerated() {
                    for case .connectionsOver(let count) in rule.statements {
                        ceilings.append(
                            Ceiling(table: tableNumber, chain: chainNumber, rule: ruleNumber, count: count)
                        )
                    }
                }
            }
        }
        return ceilings
    }

    /// The same rules while as many connections are open as a ceiling allows: its rule matches everything that it counts.
    ///
    /// What a SYN proxy answers is no connection yet, and never comes to the server: here it is dropped.
    private func judge(whenReached ceiling: Ceiling) -> HostJudge {
        let tables = self.listing.tables.enumerated().map { tableNumber, table in
            guard tableNumber == ceiling.table else { return table }
            let chains = table.chains.enumerated().map { chainNumber, chain in
                let rules = chain.rules.enumerated().map { ruleNumber, rule in
                    let isReached = chainNumber == ceiling.chain && ruleNumber == ceiling.rule
                    guard isReached || rule.statements.contains(where: \.isProxy) else { return rule }
                    let statements = rule.statements.compactMap { statement -> ListedStatement? in
                        if isReached, case .connectionsOver = statement { return nil }
                        return statement.isProxy ? .verdict(.drop) : statement
                    }
                    return ListedRule(handle: rule.handle, comment: rule.comment, statements)
                }
                return ListedChain(name: chain.name, base: chain.base, rules: rules)
            }
            return table.replacing(chains: chains)
        }
        return HostJudge(
            self.host,
            in: self.topology,
            self.sets,
            strangers: self.strangers,
            listing: RulesetListing(tables: tables),
            origin: self.origin
        )
    }
}

extension ListedTable {
    func replacing(chains: [ListedChain]) -> ListedTable {
        ListedTable(family: self.family, name: self.name, activity: self.activity, chains: chains, sets: self.sets)
    }
}

extension ListedStatement {
    fileprivate var isProxy: Bool { if case .synproxy = self { true } else { false } }
}
