internal import Nftables

/// What is done to addresses of packets that belong to known connections, for all that a ruleset's rules tell.
struct KnownConnections {
    /// For one of the two ends of a packet.
    private struct End {
        /// What packets that go the way of the first one become, by the addresses that the first one had at this end.
        var forth: [(first: Diagram, changes: [Assignment])] = []
        /// The addresses that answers may get back, as packets that have one of them at this end.
        var back = Diagram.nothing
        /// The two fields of the address, and that of the port.
        let address: [Field]
        let port: Field
        /// What routes say of the address.
        let routing: [Field]

        /// What cannot be read may translate any address to any other.
        mutating func addAnything() {
            let changes = (self.address + [self.port]).map { Assignment($0, .oneOf(0...$0.highest)) }
            self.forth.append((.everything, changes))
            self.back = .everything
        }
    }

    /// How many targets are told apart; of more, nothing is known.
    private static let limit = 64

    private let store: DiagramStore
    private var source = End(
        address: [.sourceHigh, .sourceLow],
        port: .sourcePort,
        routing: [.reversePath, .sourceType, .sourceTypeHere]
    )
    private var destination = End(
        address: [.destinationHigh, .destinationLow],
        port: .destinationPort,
        // The route back leads to the source, which stays.
        routing: [.destinationType, .destinationTypeHere]
    )

    /// Connections of several zones may have the same ends.
    private let hasZones: Bool
    /// What comes to this host may be translated.
    private let changesArrivals: Bool

    init(_ ruleset: JudgedRuleset, _ store: DiagramStore) {
        self.store = store
        self.hasZones = ruleset.traits.setsZones
        self.changesArrivals = ruleset.chains.contains { $0.base?.type == "nat" && $0.base?.hook != "postrouting" }
        let rules = ruleset.chains.flatMap(\.rules)
        // Where others change addresses, what a rule asks for is not what its connection began with.
        let mayTrust =
            ruleset.changingUnseen.isEmpty && !rules.contains { $0.steps.contains(where: self.changesAddress) }
        for rule in rules { self.add(rule.steps, mayTrust: mayTrust) }
        guard ruleset.translations.mayBeUnread else { return }
        self.source.addAnything()
        self.destination.addAnything()
    }

    private func changesAddress(_ step: Step) -> Bool {
        switch step {
        case .rewritten, .hand, .anything: return true
        case .match, .decide, .branch, .untrack, .translate, .perhaps: return false
        case .assign(let branches): return self.changesAddress(branches)
        }
    }

    private func changesAddress(_ branches: [RuleCompiler.Branch]) -> Bool {
        let addresses = self.source.address + self.destination.address
        return branches.contains { $0.changes.contains { addresses.contains($0.field) } }
    }

    private mutating func add(_ steps: [Step], mayTrust: Bool) {
        var asked = Diagram.everything
        for step in steps {
            switch step {
            case .match(let condition) where mayTrust:
                asked = self.store.intersection(asked, condition.possibly)
            case .translate(let branches, let isSource, _):
                for branch in branches {
                    let first = mayTrust ? self.store.intersection(asked, branch.condition.possibly) : .everything
                    if isSource {
                        let addresses = self.addresses(of: first, at: self.source)
                        self.source.forth.append((addresses, branch.changes))
                        let back = self.moved(addresses, from: self.source, to: self.destination)
                        self.destination.back = self.store.union(self.destination.back, back)
                    } else {
                        let addresses = self.addresses(of: first, at: self.destination)
                        self.destination.forth.append((addresses, branch.changes))
                        let back = self.moved(addresses, from: self.destination, to: self.source)
                        self.source.back = self.store.union(self.source.back, back)
                    }
                }
            case .match, .decide, .branch, .assign, .untrack, .perhaps, .hand, .anything, .rewritten:
                continue
            }
        }
    }

    /// The packets that have at one end an address that packets of a set have there.
    private func addresses(of packets: Diagram, at end: End) -> Diagram {
        var restriction = Restriction()
        restriction.freeAll(but: Set(end.address + [.family]))
        return self.store.restricting(packets, restriction)
    }

    /// The packets that have at one end an address that packets of a set have at the other.
    private func moved(_ addresses: Diagram, from end: End, to other: End) -> Diagram {
        let names = zip(end.address.map(\.rawValue), other.address.map(\.rawValue))
        return self.store.renaming(addresses, Dictionary(uniqueKeysWithValues: names))
    }

    private var translatesAnything: Bool { !self.source.forth.isEmpty || !self.destination.forth.isEmpty }

    /// The function of a packet that may get another port, because another connection has its own.
    ///
    /// Only connections of which one is translated, or is in another zone, can have the same answers. Where sources alone are
    /// translated, and after routing, those that come to this host are what it sends to itself.
    /// Source: `nf_nat_alloc_null_binding` and `get_unique_tuple` of the kernel.
    func withAnyPort(_ following: Diagram, at hook: Hook) -> Diagram {
        guard self.translatesAnything || self.hasZones else { return following }
        let end = hook.translatesDestination ? self.destination : self.source
        return self.whereTranslated(self.store.forgetting(end.port.rawValue, in: following), following, at: hook)
    }

    /// What becomes of packets that may be translated at a hook, and of others.
    private func whereTranslated(_ translated: Diagram, _ others: Diagram, at hook: Hook) -> Diagram {
        switch hook {
        case .input where !self.changesArrivals && !self.hasZones:
            self.store.choose(self.store.ownPacketsComingBack, translated, others)
        case .output where !self.changesArrivals && !self.hasZones:
            self.store.choose(self.store.packets(leavingBy: "lo"), translated, others)
        case .prerouting, .input, .forward, .output, .postrouting:
            translated
        }
    }

    /// The function of a packet that is related to a known connection before it was or was not translated at a hook.
    ///
    /// An ICMP error gets the address that a packet of the connection would get, whoever sent it. Redirects about what is
    /// translated are dropped. Source: `nf_nat_icmp_reply_translation` of the kernel.
    ///
    /// - Parameter others: Of packets that are no ICMP.
    func movedErrors(_ following: Diagram, others: Diagram, at hook: Hook) -> Diagram {
        guard self.translatesAnything else { return others }
        let end = hook.translatesDestination ? self.destination : self.source
        let moved = (end.address + end.routing + [end.port])
            .reduce(following) { self.store.forgetting($1.rawValue, in: $0) }
        let result = self.store.either(following, moved)
        let errors = self.store.choose(self.store.redirects, self.store.either(result, .dropped), result)
        let ofErrors = self.store.union(self.store.packets(ofProtocol: 1), self.store.packets(ofProtocol: 58))
        return self.store.choose(ofErrors, errors, others)
    }

    /// The function of a packet of a known connection, before it was or was not translated at a hook.
    func moved(_ following: Diagram, at hook: Hook) -> Diagram {
        let end = hook.translatesDestination ? self.destination : self.source
        var translated = Diagram.nothing
        if end.forth.count > Self.limit {
            translated = end.address.reduce(following) { self.store.forgetting($1.rawValue, in: $0) }
        } else {
            for (first, changes) in end.forth {
                let changed = changes.reduce(following) { self.store.applying($1, to: $0) }
                translated = self.store.either(translated, self.store.choose(first, changed, .nothing))
            }
        }
        let back = self.store.choose(end.back, following, .nothing)
        let answered = end.address.reduce(back) { self.store.forgetting($1.rawValue, in: $0) }
        translated = self.withoutRouting(self.store.either(translated, answered), of: end)
        // Ports are translated back as well.
        translated = self.store.forgetting(end.port.rawValue, in: translated)
        translated = self.store.either(self.withAnyPort(following, at: hook), translated)
        return self.whereTranslated(translated, following, at: hook)
    }

    private func withoutRouting(_ function: Diagram, of end: End) -> Diagram {
        end.routing.reduce(function) { self.store.forgetting($1.rawValue, in: $0) }
    }
}

extension DiagramStore {
    /// ICMP and ICMPv6 redirects. Source: RFC 792, RFC 4861 §4.5.
    fileprivate var redirects: Diagram {
        let ofIPv4 = self.intersection(self.packets(ofProtocol: 1), self.set(.icmpType, 5))
        return self.union(ofIPv4, self.intersection(self.packets(ofProtocol: 58), self.set(.icmpType, 137)))
    }

    /// The same function of other fields, which come in the same order.
    fileprivate func renaming(_ diagram: Diagram, _ names: [Int: Int]) -> Diagram {
        guard let (field, places) = self.places(of: diagram) else { return diagram }
        return self.redirecting(names[field] ?? field, places) { self.renaming($0, names) }
    }
}
