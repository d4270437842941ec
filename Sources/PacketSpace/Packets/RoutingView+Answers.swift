internal import Addressing

/// What the kernel makes of the routes, by prefix: the longest one that holds an address answers.
extension RoutingView {
    /// What a prefix is to the kernel.
    enum Kind: Hashable {
        /// Of an interface; `nil` for all of them.
        case type(AddressType, at: String?)
        /// It depends on the kernel, or on what is not in the view.
        case unknown
    }

    /// Where a sender is.
    enum Place: Hashable {
        case behind(String)
        /// No packet is sent there: it is this host's own.
        case nowhere
        case unknown
    }

    /// Ranges that mean the same on every host. Sources: RFC 1122 §3.2.1.3, RFC 4291 §2.4.
    private enum Range {
        static let zero = Self.prefix(0, 8)
        static let everybody = Self.prefix(0xFFFF_FFFF, 32)
        static let multicast = Self.prefix(0xE000_0000, 4)
        static let loopback = Self.prefix(0x7F00_0000, 8)
        static let loopbackBroadcast = Self.prefix(0x7FFF_FFFF, 32)
        static let loopbackLowest = Self.prefix(0x7F00_0000, 32)
        static let wideLoopback = Self.prefix(wide: 1, 128)
        static let wideMulticast = Self.prefix(wide: 0xFF << 120, 8)
        static let wideLinkLocal = Self.prefix(wide: 0x3FA << 118, 10)
        static let wideNobody = Self.prefix(wide: 0, 128)

        private static func prefix(_ value: UInt32, _ length: Int) -> IPPrefix {
            .ipv4(IPv4Prefix(IPv4Address(rawValue: value), length: length))
        }

        private static func prefix(wide value: UInt128, _ length: Int) -> IPPrefix {
            .ipv6(IPv6Prefix(IPv6Address(rawValue: value), length: length))
        }
    }

    /// What `fib … type` says of addresses, longer prefixes first; of others see ``otherType(of:)``.
    ///
    /// IPv4 asks the table of local addresses alone. Source: `inet_dev_addr_type`, `__nft_fib6_eval_type` of the kernel.
    var kinds: [(prefix: IPPrefix, kind: Kind)] {
        var kinds: [(prefix: IPPrefix, kind: Kind)] = [
            (Range.zero, .type(.broadcast, at: nil)), (Range.everybody, .type(.broadcast, at: nil)),
            (Range.multicast, .type(.multicast, at: nil)), (Range.loopback, .type(.local, at: "lo")),
            (Range.loopbackBroadcast, .type(.broadcast, at: "lo")), (Range.loopbackLowest, .unknown),
            (Range.wideLoopback, .type(.local, at: "lo")), (Range.wideMulticast, .unknown),
            (Range.wideLinkLocal, .unknown), (Range.wideNobody, .unknown),
        ]
        for interface in self.interfaces {
            for address in interface.addresses {
                kinds.append((address.own, .type(.local, at: interface.name)))
                if let broadcast = address.broadcast, broadcast != address.own {
                    kinds.append((broadcast, .type(.broadcast, at: interface.name)))
                }
                if let lowest = address.lowest, lowest != address.own { kinds.append((lowest, .unknown)) }
            }
        }
        for route in self.routes where route.prefix.ipv6 != nil {
            kinds.append((route.prefix, .type(.unicast, at: nil)))
        }
        return Self.longestFirst(kinds, \.prefix)
    }

    /// What the kernel says of an address that no prefix holds.
    static func otherType(of family: Family) -> AddressType {
        family == .ipv4 ? .unicast : .unreachable
    }

    /// Where senders are, longer prefixes first; those that no prefix holds are nowhere.
    ///
    /// Source: `nft_fib4_eval`, `nft_fib6_eval` of the kernel.
    var places: [(prefix: IPPrefix, place: Place)] {
        var places: [(prefix: IPPrefix, place: Place)] = [
            (Range.zero, .unknown), (Range.everybody, .unknown), (Range.multicast, .unknown),
            (Range.loopback, .nowhere), (Range.loopbackBroadcast, .behind("lo")), (Range.loopbackLowest, .unknown),
            (Range.wideLoopback, .nowhere), (Range.wideMulticast, .unknown), (Range.wideLinkLocal, .unknown),
            (Range.wideNobody, .unknown),
        ]
        for interface in self.interfaces {
            for address in interface.addresses {
                places.append((address.own, .nowhere))
                // Any router's address in IPv6; in IPv4 it is behind the interface in any case.
                if let lowest = address.lowest, lowest != address.own, lowest.ipv6 != nil {
                    places.append((lowest, .unknown))
                }
            }
        }
        places += self.routes.map { ($0.prefix, .behind($0.interface)) }
        return Self.longestFirst(places, \.prefix)
    }

    /// Of prefixes with one length, the first one stays first.
    private static func longestFirst<Entry>(_ entries: [Entry], _ prefix: (Entry) -> IPPrefix) -> [Entry] {
        entries.enumerated()
            .sorted { (-prefix($0.element).length, $0.offset) < (-prefix($1.element).length, $1.offset) }
            .map(\.element)
    }
}
