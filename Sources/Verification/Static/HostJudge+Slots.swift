internal import Compiler
internal import Nftables
internal import PacketSpace
internal import Topology

/// The slots that a public server keeps for those that are meant to dial it.
extension HostJudge {
    /// Strangers may hold so many connections that none of our own diallers finds a slot taken.
    var slotsReserved: HostFinding? {
        guard self.host.role.isPublic else { return nil }
        let budget = SlotBudget(of: self.host, in: self.topology)
        let ceilings = SlotCeiling.all(in: self.listing)
        let objections = ceilings.map { self.objection(to: $0, leaving: budget.strangers) }
        // One ceiling that does all of it is enough.
        let kept = zip(ceilings, objections).filter { $0.1 == nil }.map(\.0.count).min()
        let leaves = "the slots leave strangers \(budget.strangers)"
        let missing =
            self.ceilingOfRule.map { count in
                "the ceiling of \(count) is a rule's (ct count over): loading the rules again begins its count anew, while "
                    + "those who are connected stay; \(leaves)"
            } ?? "no set has a ceiling on all connections to the peer port; \(leaves)"
        return self.finding(
            .slotsReserved,
            [kept == nil ? objections.compactMap(\.self).first ?? Objection(missing) : nil],
            "strangers hold at most \(kept ?? 0) of \(budget.inbound) inbound slots by what tracking counts, \(budget.own) of "
                + "which are our own diallers', however often the rules are loaded"
        )
    }

    /// The lowest ceiling on all connections that a rule holds itself; `nil` if none does.
    private var ceilingOfRule: Int? {
        self.listing.tables.flatMap(\.chains).flatMap(\.rules).flatMap(\.statements).compactMap { statement in
            if case .connectionsOver(let count) = statement { count } else { nil }
        }.min()
    }

    /// Why a ceiling does not keep strangers off the slots of others; `nil` if it does.
    private func objection(to ceiling: SlotCeiling, leaving slots: Int) -> Objection? {
        if let fault = ceiling.fault ?? self.trackingFault { return Objection(fault) }
        guard ceiling.count <= slots else {
            return Objection("the ceiling on connections is \(ceiling.count); the slots leave strangers \(slots)")
        }
        if let source = self.origin?.source,
            let loss = CountsKept(source).loss(ofSet: ceiling.set, table: ceiling.tableName)
        {
            return Objection(loss)
        }
        return self.isSurelyKept(by: ceiling) ? nil : self.breach(of: ceiling)
    }

    /// Why connection tracking may not know who is connected, and a count of connections neither; `nil` if it does.
    private var trackingFault: String? {
        for table in self.listing.tables {
            let name = "table \(table.family) \(table.name)"
            for rule in table.chains.lazy.flatMap(\.rules) {
                for statement in rule.statements {
                    switch statement {
                    // What opens a connection may go past tracking on its way to a SYN proxy; what follows is counted.
                    case .notrack where !rule.statements.contains(where: \.asksForFlags):
                        return "\(name) lets packets go untracked: nobody counts their connections"
                    case .neutral(let what) where what.hasPrefix("ct "):
                        return "\(name) has a rule with '\(what)', which changes what tracking keeps"
                    default: continue
                    }
                }
            }
        }
        return nil
    }

    // MARK: - While the ceiling is reached

    private var passingStrangers: Diagram { self.sets.without(self.connecting, self.diallers) }
    private var ownOpenings: Diagram { self.sets.all(self.toPeerPort, self.diallers) }

    /// A packet that shows how a ceiling fails; `nil` if none does.
    private func breach(of ceiling: SlotCeiling) -> Objection? {
        let judge = self.judge(whenReached: ceiling)
        let passing =
            judge.accepted(self.passingStrangers, on: .arrival) ?? judge.accepted(self.completed, on: .departure)
        return passing.map { $0.following("with the ceiling of \(ceiling.count) reached, still: ") }
            ?? judge.dropped(self.ownOpenings, on: .arrival)
            .map { $0.following("with the ceiling of \(ceiling.count) reached, one of our own: ") }
    }

    /// Whether a ceiling is seen to hold without judging all rules once more.
    ///
    /// Packets that no rule changes must pass every table as they came, so whoever passes all rules while the ceiling is
    /// reached passes them as they are, where the ceiling counts as open, and the ceiling's table by itself. Own diallers
    /// whom nothing may drop, whether the ceiling is reached or not, are not dropped when it is.
    private func isSurelyKept(by ceiling: SlotCeiling) -> Bool {
        guard self.leavesPacketsAlone,
            self.prover.droppable(self.ownOpenings, on: .arrival) == .nothing
        else { return false }
        let table = ceiling.whenReached(self.listing.tables[ceiling.table])
        let alone = Prover(RulesetListing(tables: [table]), store: self.sets.store)
        let passing = alone.acceptable(self.passingStrangers, on: .arrival)
        return self.prover.acceptable(passing, on: .arrival) == .nothing
    }

    /// No rule changes packets, sends them elsewhere or answers in the server's name.
    private var leavesPacketsAlone: Bool {
        self.listing.tables.allSatisfy { table in
            table.chains.allSatisfy { $0.rules.allSatisfy { $0.statements.allSatisfy(\.leavesPacketAlone) } }
        }
    }

    /// The same rules while as many connections are open as a ceiling allows: its rules match everything that they count.
    ///
    /// What a SYN proxy answers is no connection yet, and never comes to the server: here it is dropped.
    private func judge(whenReached ceiling: SlotCeiling) -> HostJudge {
        self.judging(
            self.listing.tables.enumerated().map { number, table in
                let reached = number == ceiling.table ? ceiling.whenReached(table) : table
                return reached.changing { $0.isProxy ? .verdict(.drop) : $0 }
            }
        )
    }
}

extension ListedTable {
    /// The same with other statements in its rules, or without some of them.
    ///
    /// - Parameter change: Gives what is to stand in the place of a statement; `nil` for nothing.
    func changing(_ change: (ListedStatement) -> ListedStatement?) -> ListedTable {
        var copy = self
        for chain in copy.chains.indices {
            copy.chains[chain].rules = copy.chains[chain].rules.map { rule in
                let statements = rule.statements.compactMap(change)
                return statements == rule.statements
                    ? rule
                    : ListedRule(
                        handle: rule.handle,
                        comment: rule.comment,
                        statements,
                        unlisted: rule.unlisted
                    )
            }
        }
        return copy
    }
}

extension ListedStatement {
    /// Whether it asks which flags a TCP packet has: for equality, so that not all packets have them.
    fileprivate var asksForFlags: Bool {
        guard case .match(.equal, .binary(.and, let flags, _), _) = self else { return false }
        return flags == .payload(protocol: "tcp", field: "flags")
    }

    fileprivate var leavesPacketAlone: Bool {
        switch self {
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .undecidable, .updateSet, .counter, .log,
            .neutral:
            true
        case .mangle, .notrack, .translate, .synproxy, .divert, .unknown: false
        }
    }
}
