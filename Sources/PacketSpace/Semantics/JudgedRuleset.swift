internal import Nftables

/// The part of a ruleset that decides about IP packets at the hooks of the Internet protocols, as sets of packets.
struct JudgedRuleset {
    struct Rule {
        let point: DecisionPoint
        let steps: [Step]
    }

    struct Chain {
        let table: Int
        /// `ip`, `ip6` or `inet`.
        let family: String
        fileprivate(set) var base: ListedChain.Base?
        /// Its table may be dormant, or translates where perhaps nothing is tracked.
        let mayBePassedOver: Bool
        /// A packet may leave this chain, or a chain that it calls, as another one.
        let mayChangePackets: Bool
        /// Packets may come here before connection tracking has seen them.
        let isBeforeTracking: Bool
        /// Packets of these families may come here in fragments.
        let seesParts: Set<Family>
        let policyPoint: DecisionPoint
        fileprivate(set) var rules: [Rule]

        /// It is asked where connection tracking is, before or after that.
        var mayStandAtTracking: Bool {
            guard let base, !self.rules.isEmpty else { return false }
            return ["prerouting", "output"].contains(base.hook) && base.priority == ListedChain.Base.trackingPriority
        }
    }

    private(set) var tables: [ListedTable]
    let traits: RulesetTraits
    /// A rule puts packets into zones where tracking has seen them, so that some have a template instead of a connection.
    let setsZonesLate: Bool
    /// What is translated where no chain asks.
    let translations: Translations
    let sets: SetTable
    /// What its rules ask for that changes with addresses.
    let asked: AskedProperties
    /// What comes to this host may be given another destination, so that it goes on to another host.
    let leadsElsewhere: Bool
    /// The host's routes, if the asker knows them.
    let routes: RoutingView?
    /// The chains of all tables.
    private(set) var chains: [Chain] = []
    /// What cannot be decided beforehand.
    private(set) var uncertainties: [Uncertainty] = []
    /// Families and names of tables, or names of chains, that are not about IP packets at these hooks.
    private(set) var notJudged: [String] = []
    /// Those of them that may change packets, or send them elsewhere, before or after the hooks of the Internet protocols.
    private(set) var changingUnseen: [String] = []

    init(_ listing: RulesetListing, _ store: DiagramStore, routes: RoutingView? = nil) {
        self.routes = routes
        self.tables = listing.tables.filter { ["ip", "ip6", "inet"].contains($0.family) && $0.activity != .dormant }
        self.traits = RulesetTraits(self.tables)
        self.setsZonesLate =
            self.traits.setsZones && RulesetTraits(self.tables.map(\.behindTracking)).setsZones
        for table in listing.tables where !["ip", "ip6", "inet"].contains(table.family) {
            self.notJudged.append("\(table.family) \(table.name)")
            if Self.mayChangePackets(table.chains) { self.changingUnseen.append("\(table.family) \(table.name)") }
        }
        self.translations = Translations(self.tables)
        self.leadsElsewhere = self.translations.changesDestinations || self.traits.rewrites
        self.sets = SetTable(self.tables)
        self.asked = AskedProperties(self.tables)
        let builder = ConditionBuilder(store: store, sets: self.sets)
        var first = 0
        for (number, table) in self.tables.enumerated() {
            self.add(table, number, firstChain: first, builder)
            first += table.chains.count
        }
    }

    /// One of the tables alone, with other conditions in some of its rules; no chain of another one is asked.
    ///
    /// - Parameter table: Has the same sets and chains, and its chains have as many rules that call the same chains.
    init?(_ whole: JudgedRuleset, alone table: ListedTable, _ store: DiagramStore) {
        guard let (number, first) = whole.place(of: table) else { return nil }
        self = whole
        (self.notJudged, self.changingUnseen, self.uncertainties) = ([], [], [])
        for other in self.chains.indices where self.chains[other].table != number { self.chains[other].base = nil }
        self.change(number, to: table, firstChain: first, store)
    }

    /// The same tables, with other policies, and other conditions in some of their rules.
    ///
    /// - Parameter tables: Those that are changed; each has the same sets and chains, and its chains have as many rules that call
    ///   the same chains.
    init(_ whole: JudgedRuleset, changing tables: [ListedTable], _ store: DiagramStore) {
        self = whole
        self.uncertainties = []
        for table in tables {
            guard let (number, first) = self.place(of: table) else { continue }
            self.change(number, to: table, firstChain: first, store)
        }
    }

    /// The number of the judged table of the same name, and of its first chain; `nil` if it is not judged.
    private func place(of table: ListedTable) -> (number: Int, firstChain: Int)? {
        let number = self.tables.firstIndex { $0.family == table.family && $0.name == table.name }
        guard let number, let first = self.chains.firstIndex(where: { $0.table == number }) else { return nil }
        return (number, first)
    }

    /// Reads the rules anew that are not the same.
    private mutating func change(_ number: Int, to table: ListedTable, firstChain first: Int, _ store: DiagramStore) {
        let builder = ConditionBuilder(store: store, sets: self.sets)
        let numbers = Self.numbers(of: table.chains, from: first)
        for (offset, chain) in table.chains.enumerated() {
            self.chains[first + offset].base = chain.base
            let context = self.context(
                number,
                family: table.family,
                isEarly: self.chains[first + offset].isBeforeTracking,
                seesParts: self.chains[first + offset].seesParts
            )
            for (place, rule) in chain.rules.enumerated() {
                guard rule != self.tables[number].chains[offset].rules[place] else { continue }
                let point = self.chains[first + offset].rules[place].point
                self.chains[first + offset].rules[place] = self.compiled(rule, at: point, builder, context, numbers)
            }
        }
        self.tables[number] = table
    }

    private mutating func add(_ table: ListedTable, _ number: Int, firstChain: Int, _ builder: ConditionBuilder) {
        let numbers = Self.numbers(of: table.chains, from: firstChain)
        let name = "\(table.family) \(table.name)"
        let calls = CallGraph(table)
        let early = calls.reachable(
            from: table.chains.filter { $0.base?.isBeforeTracking ?? false }.map(\.name)
        )
        let changing = Set(table.chains.filter { Self.mayChangePackets([$0]) }.map(\.name))
        for chain in table.chains {
            if let base = chain.base, Hook(rawValue: base.hook) == nil {
                self.notJudged.append("\(name) \(chain.name)")
                if Self.mayChangePackets([chain] + table.chains.filter { $0.base == nil }) {
                    self.changingUnseen.append("\(name) \(chain.name)")
                }
            }
            let context = self.context(
                number,
                family: table.family,
                isEarly: early.contains(chain.name),
                seesParts: self.familiesInParts(comingTo: chain.name, calls, table)
            )
            let rules = chain.rules.map { rule in
                let point = DecisionPoint(table: name, chain: chain.name, rule: rule)
                return self.compiled(rule, at: point, builder, context, numbers)
            }
            let policy = chain.base?.dropsByPolicy == true ? "policy drop" : "policy accept"
            let policyPoint = DecisionPoint(table: name, chain: chain.name, policy: policy)
            if table.activity == .unknown, chain.base != nil {
                self.uncertainties.append(Uncertainty(point: policyPoint, reason: "flags of table '\(name)'"))
            }
            let isAsked = chain.base?.type != "nat" || self.isTracked(table)
            if !isAsked {
                let reason = "connection tracking, which no rule turns on, and without which nobody asks it"
                self.uncertainties.append(Uncertainty(point: policyPoint, reason: reason))
            }
            let mayChange =
                chain.base != nil && !changing.isEmpty
                && !calls.reachable(from: [chain.name]).isDisjoint(with: changing)
            if let base = chain.base, let reason = Self.unseenEffect(of: base, mayChange: mayChange) {
                self.uncertainties.append(Uncertainty(point: policyPoint, reason: reason))
            }
            self.chains.append(
                Chain(
                    table: number,
                    family: table.family,
                    base: chain.base,
                    mayBePassedOver: table.activity == .unknown || !isAsked,
                    mayChangePackets: mayChange,
                    isBeforeTracking: context.isBeforeTracking,
                    seesParts: context.seesParts,
                    policyPoint: policyPoint,
                    rules: rules
                )
            )
        }
    }

    /// Whether rules turn connection tracking on for all that a table sees: without it no chain of type nat is asked, whose registration
    /// alone does not. Source: `nf_nat_inet_fn`, and the callers of `nf_ct_netns_get` of the kernel.
    private func isTracked(_ table: ListedTable) -> Bool {
        Family.allCases.allSatisfy { !$0.isSeen(byTableOf: table.family) || self.traits.tracks.contains($0) }
    }

    /// Families whose packets come to a chain in fragments: those that nobody has put together, by all the base chains that lead there.
    ///
    /// Connection tracking puts them together before all chains but the first ones, for its families, and IPv4 does for what comes in.
    /// Source: `nf_defrag_ipv4_enable`, `ip_local_deliver` of the kernel.
    private func familiesInParts(comingTo name: String, _ calls: CallGraph, _ table: ListedTable) -> Set<Family> {
        table.chains.reduce(into: []) { families, chain in
            guard let base = chain.base, calls.reachable(from: [chain.name]).contains(name) else { return }
            if Self.isBeforeReassembly(base) {
                families.formUnion(Family.allCases)
            } else {
                families.formUnion(Set(Family.allCases).subtracting(self.traits.tracks))
                if base.hook == "input", !self.traits.tracks.contains(.ipv4) { families.remove(.ipv4) }
            }
        }
    }

    private func context(
        _ table: Int,
        family: String,
        isEarly: Bool,
        seesParts: Set<Family>
    ) -> RuleContext {
        RuleContext(
            table: table,
            family: family,
            isBeforeTracking: isEarly,
            seesParts: seesParts,
            mayHaveTemplate: self.setsZonesLate,
            routesMatter: self.asked.routes || self.leadsElsewhere,
            routes: self.routes
        )
    }

    private mutating func compiled(
        _ rule: ListedRule,
        at point: DecisionPoint,
        _ builder: ConditionBuilder,
        _ context: RuleContext,
        _ chains: [String: Int]
    ) -> Rule {
        var compiler = RuleCompiler(rule, builder, context, chains: chains)
        let steps = compiler.steps()
        self.uncertainties += compiler.uncertain.map { Uncertainty(point: point, reason: $0) }
        return Rule(point: point, steps: steps)
    }

    private static func numbers(of chains: [ListedChain], from first: Int) -> [String: Int] {
        Dictionary(chains.enumerated().map { ($0.element.name, first + $0.offset) }, uniquingKeysWith: { $1 })
    }

    /// What a base chain brings about that none of its rules says.
    private static func unseenEffect(of base: ListedChain.Base, mayChange: Bool) -> String? {
        switch base.type {
        case "filter" where Self.isBehindConfirmation(base):
            "priority: what is dropped behind the confirmation of connections may be answered"
        case "nat": "translation: what belongs to a known connection may get any address or port"
        case "route" where mayChange: "routing anew: the interface that packets leave by is not known"
        default: nil
        }
    }

    private static func mayChangePackets(_ chains: [ListedChain]) -> Bool {
        chains.contains { chain in
            chain.rules.contains { rule in
                rule.statements.contains { statement in
                    switch statement {
                    case .mangle, .translate, .synproxy, .divert, .notrack, .unknown: true
                    case .match, .verdict, .verdictMap, .reject, .updateSet, .connectionsOver, .limit, .undecidable,
                        .counter, .log, .neutral:
                        false
                    }
                }
            }
        }
    }

    /// A chain of type route, or a translation, may change what the host's routes look at.
    var reroutes: Bool {
        self.translations.changesAddresses
            || self.chains.contains { $0.base?.type == "route" && $0.mayChangePackets }
    }
    var setsZones: Bool { self.traits.setsZones }
    var hasFlows: Bool { self.traits.hasFlows }

    /// Packets of known connections may be dropped behind all chains of a hook: by a helper that cannot read them.
    ///
    /// Source: `nf_confirm` of the kernel.
    func mayDropAtEnd(of hook: Hook) -> Bool { self.traits.setsHelpers && (hook == .input || hook == .postrouting) }

    /// What another route changes.
    static let wayOut: [Field] = [.outputHigh, .outputLow, .outputGroup]

    /// Some chain sees packets in fragments.
    var seesParts: Bool { self.chains.contains { !$0.seesParts.isEmpty } }

    /// Fragments are put together at this priority of prerouting and output (`NF_IP_PRI_CONNTRACK_DEFRAG`), where they are.
    private static func isBeforeReassembly(_ base: ListedChain.Base) -> Bool {
        ["prerouting", "output"].contains(base.hook) && base.priority <= -400
    }

    /// Tracking confirms connections at this priority of input and postrouting (`NF_IP_PRI_CONNTRACK_CONFIRM`).
    static func isBehindConfirmation(_ base: ListedChain.Base) -> Bool {
        ["input", "postrouting"].contains(base.hook) && base.priority >= Int(Int32.max)
    }
}

extension ListedTable {
    /// The table with no chains but those that packets may come to behind connection tracking.
    fileprivate var behindTracking: ListedTable {
        let late = self.chains.filter { $0.base.map { !$0.isBeforeTracking } ?? false }
        let names = CallGraph(self).reachable(from: late.map(\.name))
        var table = self
        table.chains.removeAll { !names.contains($0.name) }
        return table
    }
}
