internal import Nftables

/// What lies outside of the packet: routes, interfaces, and a length that two headers tell.
extension SubjectReader {
    /// What `fib` gives.
    ///
    /// With `iif`, the interface that is found is the one that the packet came in by, or none at all.
    /// Source: `nft_fib4_eval`, `nft_fib6_eval` and `nft_fib_can_skip` of the kernel.
    func routes(_ result: String, of words: [String]) -> Subject {
        switch (result, words.sorted()) {
        case ("oif", ["iif", "saddr"]), ("oifname", ["iif", "saddr"]): return self.reverseInterface
        case ("type", ["saddr"]): return self.type(.sourceType)
        case ("type", ["iif", "saddr"]): return self.type(.sourceTypeHere)
        case ("type", ["daddr"]): return self.type(.destinationType)
        case ("type", ["daddr", "iif"]): return self.type(.destinationTypeHere)
        default: return .unknown()
        }
    }

    private var reverseInterface: Subject {
        guard let routes = self.context.routes else {
            return self.reverseInterface(of: self.store.set(.reversePath, 1), unknown: .nothing)
        }
        var (rest, found, unknown) = (Diagram.everything, Diagram.nothing, Diagram.nothing)
        for (prefix, place) in routes.places {
            let packets = self.store.intersection(rest, self.store.packets(from: prefix))
            rest = self.store.difference(rest, packets)
            switch place {
            case .nowhere: break
            case .unknown: unknown = self.store.union(unknown, packets)
            case .behind(let name):
                let here = self.store.intersection(packets, self.store.packets(enteringBy: name))
                found = self.store.union(found, here)
            }
        }
        return self.reverseInterface(of: found, unknown: unknown)
    }

    /// The kernel does not ask its routes about what comes in by `lo`, before it is forwarded.
    private func reverseInterface(of packets: Diagram, unknown: Diagram) -> Subject {
        let fromLoopback = self.store.intersection(
            self.store.packets(enteringBy: "lo"),
            self.store.packets(leavingBy: nil)
        )
        let found = self.store.union(fromLoopback, packets)
        var subject = Subject(.gated(found, [.inputHigh, .inputLow]), .interfaceIndex)
        subject.vague = self.store.difference(unknown, fromLoopback)
        return subject
    }

    private func type(_ field: Field) -> Subject {
        if let routes = self.context.routes { return self.type(field, routes) }
        return Subject(.coded(field, AddressType.allCases.map { UInt128($0.rawValue) }), .addressType)
    }

    /// By the addresses instead of by what is said of them.
    private func type(_ field: Field, _ routes: RoutingView) -> Subject {
        let isOfSource = field == .sourceType || field == .sourceTypeHere
        let isHere = field == .sourceTypeHere || field == .destinationTypeHere
        var packets: [AddressType: Diagram] = [:]
        var (rest, unknown) = (Diagram.everything, Diagram.nothing)
        let add = { (type: AddressType, set: Diagram) in
            packets[type] = self.store.union(packets[type] ?? .nothing, set)
        }
        for (prefix, kind) in routes.kinds {
            let all = isOfSource ? self.store.packets(from: prefix) : self.store.packets(to: prefix)
            let part = self.store.intersection(rest, all)
            rest = self.store.difference(rest, part)
            switch kind {
            case .unknown: unknown = self.store.union(unknown, part)
            case .type(let type, let name):
                guard isHere, let name else {
                    add(type, part)
                    continue
                }
                let here = self.store.intersection(part, self.store.packets(enteringBy: name))
                add(type, here)
                add(.unicast, self.store.difference(part, here))
            }
        }
        for family in Family.allCases {
            let others = self.store.intersection(rest, self.store.packets(of: family))
            add(RoutingView.otherType(of: family), others)
        }
        let cases = AddressType.allCases.compactMap { type in packets[type].map { (UInt128(type.rawValue), $0) } }
        var subject = Subject(.cases(cases), .addressType)
        subject.vague = unknown
        return subject
    }

    /// Without an interface there is no group, and the rule ends. Source: `nft_meta_store_ifgroup` of the kernel.
    func group(_ field: Field, of packetsWithout: Diagram) -> Subject {
        Subject(.field(field), .group, if: Condition(self.store.complement(of: packetsWithout)))
    }

    /// The header of IPv4 has 16 bits for the length, and says 0 of what is longer; the kernel may join packets to longer
    /// ones on its way.
    var headerLength: Subject {
        var subject = Subject(.field(.length), .number(width: 16), if: self.ipv4)
        subject.vague = self.store.set(Field.length.rawValue, in: [65536...Field.length.highest])
        return subject
    }
}
