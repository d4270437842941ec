internal import Nftables

/// What a ruleset's chains of type `nat` do to packets that they never see.
///
/// The kernel asks them about the first packet of a connection. To all others it does what it did to the first one, and undoes
/// it in answers: where destinations are translated, answers get back the source of the connection; where sources are,
/// they get the destination that the connection was opened to. That is done at every hook but forward, whichever hook the chains are at.
/// Source: `nf_nat_register_fn`, `nf_nat_packet` and `nf_nat_alloc_null_binding` of the kernel.
struct Translations {
    /// Of the packets that are translated; none where no chain is of type `nat`.
    let families: [Family]
    /// Some rule gives another address or port.
    let changesAddresses: Bool
    /// A connection may get another source port, since its own is taken: by one that is translated, or by one of another zone, whose
    /// answers are looked for where its own are.
    let changesPorts: Bool
    /// Some rule gives another destination, which may be another host's.
    let changesDestinations: Bool
    /// A statement that cannot be read may translate anything.
    let mayBeUnread: Bool
    /// Hooks whose chains ask for more, or do more, than what is the same for all packets of a connection one way.
    private let hooksBeyondTuples: Set<String>

    init(_ tables: [ListedTable]) {
        let ofTranslation = tables.filter { table in table.chains.contains { $0.base?.type == "nat" } }
        let names = Set(ofTranslation.map(\.family))
        self.families = Family.allCases.filter { names.contains(where: $0.isSeen) }
        let rules = ofTranslation.flatMap(\.chains).flatMap(\.rules)
        self.mayBeUnread = rules.contains { $0.statements.contains(where: \.isUnread) }
        self.changesAddresses = self.mayBeUnread || rules.contains { $0.statements.contains(where: \.translates) }
        let setsZones = tables.contains { table in
            table.chains.contains { chain in chain.rules.contains { $0.statements.contains(where: \.setsZone) } }
        }
        self.changesPorts = self.changesAddresses || setsZones
        self.changesDestinations =
            self.mayBeUnread || rules.contains { $0.statements.contains(where: \.changesDestination) }
        // What a rule makes of one packet of a connection decides about the translation of all.
        let changesTuples = tables.contains { table in
            table.chains.contains { chain in chain.rules.contains { $0.statements.contains(where: \.changesTuple) } }
        }
        self.hooksBeyondTuples = ofTranslation.reduce(into: []) { hooks, table in
            // Any of its chains may be called from one of type nat.
            let isByTuple = table.chains.allSatisfy { chain in
                chain.base.map { $0.type != "nat" } ?? false
                    || chain.rules.allSatisfy { $0.statements.allSatisfy(\.asksTuplesAlone) }
            }
            if changesTuples || !isByTuple {
                hooks.formUnion(table.chains.compactMap { $0.base?.type == "nat" ? $0.base?.hook : nil })
            }
        }
    }

    /// The kernel is ready to translate.
    var isRegistered: Bool { !self.families.isEmpty }

    /// Whether all packets of a connection that is not answered yet are judged alike by the chains of a hook.
    func isByTupleAlone(at hook: Hook) -> Bool { !self.hooksBeyondTuples.contains(hook.rawValue) }

    /// What may be changed in packets of known connections, and what follows from that, at most.
    func fields(at hook: Hook) -> [Field] {
        let isOfDestination = hook.translatesDestination
        let port: Field = isOfDestination ? .destinationPort : .sourcePort
        guard self.changesAddresses else { return self.changesPorts ? [port] : [] }
        return isOfDestination
            ? [port, .destinationHigh, .destinationLow, .reversePath, .destinationType, .destinationTypeHere]
            : [port, .sourceHigh, .sourceLow, .reversePath, .sourceType, .sourceTypeHere]
    }
}

extension ListedStatement {
    fileprivate var translates: Bool { if case .translate = self { true } else { false } }

    fileprivate var setsZone: Bool {
        switch self {
        case .mangle(.connection("zone", _), _), .unknown: true
        default: false
        }
    }

    fileprivate var changesDestination: Bool {
        if case .translate(let target) = self { target.translation == .destination } else { false }
    }

    /// Whether it may give a packet other addresses, ports or the like, without tracking knowing of it.
    fileprivate var changesTuple: Bool {
        switch self {
        case .mangle(.payload, _), .mangle(.other, _), .divert, .synproxy, .unknown: true
        case .mangle, .match, .verdict, .verdictMap, .reject, .notrack, .translate, .connectionsOver, .limit,
            .undecidable, .updateSet, .counter, .log, .neutral:
            false
        }
    }

    /// Whether it asks, and does, the same for all packets of a connection that go the same way by the same interfaces.
    fileprivate var asksTuplesAlone: Bool {
        switch self {
        case .match(_, let expression, _), .verdictMap(let expression, _): expression.isOfTuple
        case .translate(let target): (target.address?.isOfTuple ?? true) && (target.port?.isOfTuple ?? true)
        case .verdict, .counter, .log, .connectionsOver, .limit, .undecidable, .updateSet, .neutral: true
        case .reject, .mangle, .notrack, .synproxy, .divert, .unknown: false
        }
    }
}

extension Expression {
    /// Whether it reads what all packets of a connection have in common that go the same way by the same interfaces.
    fileprivate var isOfTuple: Bool {
        switch self {
        case .meta(let key):
            ["l4proto", "nfproto", "protocol", "iif", "iifname", "oif", "oifname", "iifgroup", "oifgroup"].contains(key)
        case .payload(let header, let field):
            ["saddr", "daddr", "sport", "dport", "protocol", "nexthdr", "version"].contains(field)
                || ["icmp", "icmpv6"].contains(header) && ["type", "code"].contains(field)
        case .connection(let key, _): key == "state"
        case .binary(_, let inner, _), .map(let inner, _): inner.isOfTuple
        case .concatenation(let parts): parts.allSatisfy(\.isOfTuple)
        case .constant, .routes: true
        case .other: false
        }
    }
}
