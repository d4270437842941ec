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
        let base: ListedChain.Base?
        /// Its table may be dormant, so that the chain may be passed over.
        let mayBeDormant: Bool
        /// A packet may leave this chain, or a chain that it calls, as another one.
        let mayChangePackets: Bool
        /// Packets may come here before connection tracking has seen them.
        let isBeforeTracking: Bool
        let policyPoint: DecisionPoint
        let rules: [Rule]

        /// It is asked where connection tracking is, before or after that.
        var mayStandAtTracking: Bool {
            guard let base, !self.rules.isEmpty else { return false }
            return ["prerouting", "output"].contains(base.hook) && base.priority == JudgedRuleset.trackingPriority
        }
    }

    let tables: [ListedTable]
    /// A rule puts packets into zones of connection tracking.
    let setsZones: Bool
    /// It does so where tracking has seen them, so that some have a template instead of a connection.
    let setsZonesLate: Bool
    /// A rule hands connections to a flowtable, which forwards their packets past the chains.
    let hasFlows: Bool
    /// What is translated where no chain asks.
    let translations: Translations
    let sets: SetTable
    /// What its rules ask for that changes with addresses.
    let asked: AskedProperties
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
        self.setsZones = Self.hasStatement(self.tables, Self.setsZone)
        self.setsZonesLate =
            self.setsZones && self.tables.contains { Self.hasStatement([$0.behindTracking], Self.setsZone) }
        self.hasFlows = Self.hasStatement(self.tables) { $0 == .undecidable("flow add") }
        for table in listing.tables where !["ip", "ip6", "inet"].contains(table.family) {
            self.notJudged.append("\(table.family) \(table.name)")
            if Self.mayChangePackets(table.chains) { self.changingUnseen.append("\(table.family) \(table.name)") }
        }
        self.translations = Translations(self.tables)
        self.sets = SetTable(self.tables)
        self.asked = AskedProperties(self.tables)
        let builder = ConditionBuilder(store: store, sets: self.sets)
        var first = 0
        for (number, table) in self.tables.enumerated() {
            self.add(table, number, firstChain: first, builder)
            first += table.chains.count
        }
    }

    private static func setsZone(_ statement: ListedStatement) -> Bool {
        if case .mangle(.connection("zone", _), _) = statement { true } else { false }
    }

    private static func hasStatement(_ tables: [ListedTable], _ isWanted: (ListedStatement) -> Bool) -> Bool {
        tables.contains { table in
            table.chains.contains { chain in chain.rules.contains { $0.statements.contains(where: isWanted) } }
        }
    }

    private mutating func add(_ table: ListedTable, _ number: Int, firstChain: Int, _ builder: ConditionBuilder) {
        let numbers = Dictionary(
            table.chains.enumerated().map { ($0.element.name, firstChain + $0.offset) },
            uniquingKeysWith: { $1 }
        )
        let name = "\(table.family) \(table.name)"
        let early = Self.chainsBeforeTracking(of: table)
        for chain in table.chains {
            if let base = chain.base, Hook(rawValue: base.hook) == nil {
                self.notJudged.append("\(name) \(chain.name)")
                if Self.mayChangePackets([chain] + table.chains.filter { $0.base == nil }) {
                    self.changingUnseen.append("\(name) \(chain.name)")
                }
            }
            let context = RuleContext(
                table: number,
                family: table.family,
                isBeforeTracking: early.contains(chain.name),
                mayHaveTemplate: self.setsZonesLate,
                routesMatter: self.asked.routes,
                routes: self.routes
            )
            let rules = chain.rules.map { rule in
                let point = DecisionPoint(table: name, chain: chain.name, rule: rule)
                var compiler = RuleCompiler(rule, builder, context, chains: numbers)
                let steps = compiler.steps()
                self.uncertainties += compiler.uncertain.map { Uncertainty(point: point, reason: $0) }
                return Rule(point: point, steps: steps)
            }
            let policy = chain.base?.dropsByPolicy == true ? "policy drop" : "policy accept"
            let policyPoint = DecisionPoint(table: name, chain: chain.name, policy: policy)
            if table.activity == .unknown, chain.base != nil {
                self.uncertainties.append(Uncertainty(point: policyPoint, reason: "flags of table '\(name)'"))
            }
            let mayChange = chain.base != nil && Self.mayChangePackets(chain, in: table)
            if let base = chain.base, let reason = Self.unseenEffect(of: base, mayChange: mayChange) {
                self.uncertainties.append(Uncertainty(point: policyPoint, reason: reason))
            }
            self.chains.append(
                Chain(
                    table: number,
                    family: table.family,
                    base: chain.base,
                    mayBeDormant: table.activity == .unknown,
                    mayChangePackets: mayChange,
                    isBeforeTracking: context.isBeforeTracking,
                    policyPoint: policyPoint,
                    rules: rules
                )
            )
        }
    }

    /// What a base chain brings about that none of its rules says.
    private static func unseenEffect(of base: ListedChain.Base, mayChange: Bool) -> String? {
        switch base.type {
        case "nat": "translation: what belongs to a known connection may get any address or port"
        case "route" where mayChange: "routing anew: the interface that packets leave by is not known"
        default: nil
        }
    }

    private static func mayChangePackets(_ chains: [ListedChain]) -> Bool {
        chains.flatMap(\.rules).flatMap(\.statements).contains { statement in
            switch statement {
            case .mangle, .translate, .synproxy, .divert, .notrack, .unknown: true
            case .match, .verdict, .verdictMap, .reject, .updateSet, .connectionsOver, .limit, .undecidable, .counter,
                .log,
                .neutral:
                false
            }
        }
    }

    /// A chain of type route, or a translation, may change what the host's routes look at.
    var reroutes: Bool {
        self.translations.changesAddresses
            || self.chains.contains { $0.base?.type == "route" && $0.mayChangePackets }
    }
    /// What another route changes.
    static let wayOut: [Field] = [.outputHigh, .outputLow, .outputGroup]

    /// Connection tracking sees packets at this priority of prerouting and output (`NF_IP_PRI_CONNTRACK`).
    static let trackingPriority = -200

    static func isBeforeTracking(_ base: ListedChain.Base) -> Bool {
        ["prerouting", "output"].contains(base.hook) && base.priority <= self.trackingPriority
    }

    /// The names of the chains that packets may come to before connection tracking has seen them.
    private static func chainsBeforeTracking(of table: ListedTable) -> Set<String> {
        self.reachable(from: table.chains.filter { $0.base.map(self.isBeforeTracking) ?? false }.map(\.name), in: table)
    }

    private static func mayChangePackets(_ chain: ListedChain, in table: ListedTable) -> Bool {
        let names = self.reachable(from: [chain.name], in: table)
        return self.mayChangePackets(table.chains.filter { names.contains($0.name) })
    }

    /// The names of the chains that packets of some chains may come to.
    fileprivate static func reachable(from start: [String], in table: ListedTable) -> Set<String> {
        var names: Set<String> = []
        var open = start
        guard !open.isEmpty else { return [] }
        let chains = Dictionary(table.chains.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        while let name = open.popLast() {
            guard names.insert(name).inserted, let chain = chains[name] else { continue }
            open += chain.rules.flatMap(\.statements).flatMap { Self.targets(of: $0, in: table) }
        }
        return names
    }

    private static func targets(of statement: ListedStatement, in table: ListedTable) -> [String] {
        switch statement {
        case .verdict(.jump(let name)), .verdict(.goto(let name)):
            return [name]
        case .verdictMap(_, let data):
            let elements: [SetElement]
            switch data {
            case .anonymousSet(let listed): elements = listed
            case .namedSet(let name): elements = table.sets.first { $0.name == name }?.elements ?? []
            default: elements = []
            }
            return elements.compactMap { element in
                switch element.value {
                case .verdict(.jump(let name)), .verdict(.goto(let name)): name
                default: nil
                }
            }
        default:
            return []
        }
    }
}

extension ListedTable {
    /// The table with no chains but those that packets may come to behind connection tracking.
    fileprivate var behindTracking: ListedTable {
        let late = self.chains.filter { $0.base.map { !JudgedRuleset.isBeforeTracking($0) } ?? false }
        let names = JudgedRuleset.reachable(from: late.map(\.name), in: self)
        var table = self
        table.chains.removeAll { !names.contains($0.name) }
        return table
    }
}
