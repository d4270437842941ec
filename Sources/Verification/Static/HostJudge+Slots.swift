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
        // One ceiling that does all of it is enough, and who lets no stranger in needs none.
        let kept =
            zip(ceilings, objections).filter { $0.1 == nil }.map(\.0.count).min()
            ?? (self.prover.acceptable(self.connectingStrangers, on: .arrival) == .nothing ? 0 : nil)
        return self.finding(
            .slotsReserved,
            [kept == nil ? objections.compactMap(\.self).first ?? self.missingCeiling(for: budget) : nil],
            "strangers hold at most \(kept ?? 0) of \(budget.inbound) inbound slots, \(budget.own) of which are our own "
                + "diallers', whatever strangers send and however often the rules are loaded"
        )
    }

    /// There is no ceiling, or one of another kind.
    private func missingCeiling(for budget: SlotBudget) -> Objection {
        let leaves = "the slots leave strangers \(budget.strangers)"
        guard let count = self.countOfConnections else {
            return Objection("no set holds the connections of strangers to the peer port; \(leaves)")
        }
        return Objection(
            "the ceiling of \(count) is a count of connections (ct count over): what a stranger makes connection tracking "
                + "take for closed is not counted, and holds a slot of the server all the same; \(leaves)"
        )
    }

    /// The lowest ceiling on all connections that connection tracking counts; `nil` if there is none.
    private var countOfConnections: Int? {
        self.listing.tables.flatMap(\.chains).flatMap(\.rules).flatMap(\.statements).compactMap { statement in
            switch statement {
            case .connectionsOver(let count): count
            case .updateSet(let update) where update.key == .payload(protocol: "tcp", field: "dport"):
                update.statements.lazy.compactMap { inner in
                    if case .connectionsOver(let count) = inner { count } else { nil }
                }.first
            default: nil
            }
        }.min()
    }

    /// Why a ceiling does not keep strangers off the slots of others; `nil` if it does.
    private func objection(to ceiling: SlotCeiling, leaving slots: Int) -> Objection? {
        if let fault = ceiling.fault ?? self.rewritingFault { return Objection(fault) }
        guard ceiling.count <= slots else {
            return Objection("set '\(ceiling.set)' has room for \(ceiling.count); the slots leave strangers \(slots)")
        }
        if let source = self.origin?.source,
            let loss = CountsKept(source).loss(ofSet: ceiling.set, table: ceiling.tableName)
        {
            return Objection(loss)
        }
        return self.isSurelyKept(by: ceiling) ? nil : self.breach(of: ceiling)
    }

    /// Why a connection may have other addresses in one direction than in the other; `nil` if it does not.
    private var rewritingFault: String? {
        for table in self.listing.tables {
            for case .mangle(let target, _) in table.chains.lazy.flatMap(\.rules).flatMap(\.statements) {
                guard case .payload = target else { continue }
                return
                    "table \(table.family) \(table.name) writes '\(target)' into packets: what a set holds of a connection "
                    + "may not be what the answers have"
            }
        }
        return nil
    }

    // MARK: - While the ceiling is reached

    /// A RST opens nothing, and says no more than that.
    private var connectingStrangers: Diagram {
        self.sets.without(self.sets.all(self.connecting, self.sets.store.packets(without: .rst)), self.diallers)
    }
    private var ownOpenings: Diagram { self.sets.all(self.toPeerPort, self.diallers) }

    /// What opens a connection at the server, whether the one before from the same port is closing or not.
    var opening: Diagram { self.sets.store.packets(with: .syn, without: [.ack, .rst]) }
    private var openingStrangers: Diagram { self.sets.all(self.connectingStrangers, self.opening) }
    private var completedWithoutReset: Diagram { self.sets.all(self.completed, self.sets.store.packets(without: .rst)) }
    private var openingByProxy: Diagram { self.sets.all(self.completed, self.opening) }

    /// What the server sends to strangers on connections that are open, whatever tracking takes them for.
    private var answersToStrangers: Diagram {
        let own = self.topology.links(to: self.host.name).map(\.source)
        let answers = self.sets.all(
            self.sets.store.packets(without: [.syn, .fin, .rst]),
            self.sets.toWire,
            self.sets.fromPort(self.host.peerPort)
        )
        return self.sets.without(answers, self.sets.any([self.sets.to(own), self.links]))
    }

    /// A packet that shows how a ceiling fails; `nil` if none does.
    private func breach(of ceiling: SlotCeiling) -> Objection? {
        let opening = self.judge(whenFull: ceiling, isClosing: true)
        let later = self.judge(whenFull: ceiling, isClosing: false)
        let passing =
            opening.accepted(self.openingStrangers, on: .arrival)
            ?? opening.accepted(self.openingByProxy, on: .departure)
            ?? later.accepted(self.connectingStrangers, on: .arrival)
            ?? later.accepted(self.completedWithoutReset, on: .departure)
            ?? later.accepted(self.answersToStrangers, on: .departure)
        return passing.map { $0.following("with all \(ceiling.count) slots of strangers taken by others, still: ") }
            ?? later.dropped(self.ownOpenings, on: .arrival)
            .map { $0.following("with all \(ceiling.count) slots of strangers taken, one of our own: ") }
    }

    /// Whether a ceiling is seen to hold without judging all rules once more.
    ///
    /// Packets that no rule changes must pass every table as they came, so whoever passes all rules while the set is full
    /// passes them as they are, where it counts as having room, and the set's table by itself. Own diallers whom nothing may
    /// drop, whether the set is full or not, are not dropped when it is.
    private func isSurelyKept(by ceiling: SlotCeiling) -> Bool {
        guard self.leavesPacketsAlone,
            self.prover.droppable(self.ownOpenings, on: .arrival) == .nothing
        else { return false }
        let table = self.listing.tables[ceiling.table]
        guard let opening = Prover(self.prover, alone: ceiling.whenFull(table, isClosing: true)),
            let later = Prover(opening, alone: ceiling.whenFull(table, isClosing: false))
        else { return false }
        let questions = [
            (opening, self.openingStrangers, Journey.arrival), (opening, self.openingByProxy, .departure),
            (later, self.connectingStrangers, .arrival), (later, self.completedWithoutReset, .departure),
            (later, self.answersToStrangers, .departure),
        ]
        return questions.allSatisfy { alone, packets, journey in
            self.prover.acceptable(alone.acceptable(packets, on: journey), on: journey) == .nothing
        }
    }

    /// No rule changes packets, sends them elsewhere or answers in the server's name.
    private var leavesPacketsAlone: Bool {
        self.listing.tables.allSatisfy { table in
            table.chains.allSatisfy { $0.rules.allSatisfy { $0.statements.allSatisfy(\.leavesPacketAlone) } }
        }
    }

    /// The same rules for whoever is not in a set that is full.
    ///
    /// What a SYN proxy answers is no connection yet, and never comes to the server: here it is dropped.
    private func judge(whenFull ceiling: SlotCeiling, isClosing: Bool) -> HostJudge {
        self.judging(
            self.listing.tables.enumerated().map { number, table in
                let full = number == ceiling.table ? ceiling.whenFull(table, isClosing: isClosing) : table
                return full.replacingProxies(by: .drop)
            }
        )
    }
}

extension ListedStatement {
    fileprivate var leavesPacketAlone: Bool {
        switch self {
        case .match, .verdict, .verdictMap, .reject, .connectionsOver, .limit, .undecidable, .updateSet, .counter, .log,
            .neutral:
            true
        case .mangle, .notrack, .translate, .synproxy, .divert, .unknown: false
        }
    }
}
