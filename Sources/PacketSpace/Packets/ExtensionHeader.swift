/// A header that may stand between that of IPv6 and the transport, or what else keeps rules from seeing the transport's header.
///
/// Rules that ask for the protocol look behind all of them (`ipv6_find_hdr` of the kernel); `ip6 nexthdr` sees the first one
/// in its place. The authentication header is a transport to them (`IP6_FH_F_AUTH`). The raw values are the numbers of the
/// protocols. Sources: `nft_set_pktinfo_ipv6` and `ipv6_ext_hdr` of the kernel, RFC 8200 §4.
package enum ExtensionHeader: UInt8, CaseIterable, Hashable, Sendable {
    case hopByHop = 0
    case destinationOptions = 60
    case routing = 43
    /// Of a whole packet.
    case fragment = 44
    /// The packet, of IPv4 or IPv6, comes in fragments, the first of which ends behind the ports: a packet whose first fragment is
    /// dropped never becomes whole. Seen only by chains that nobody has put fragments together for. Source: RFC 1858 §3.
    case part = 255

    /// Of the protocol, as IPv6 has it.
    var number: UInt8 { self == .part ? Self.fragment.rawValue : self.rawValue }

    /// The value of ``Field/extensionHeader``.
    package var fieldValue: UInt64 {
        switch self {
        case .hopByHop: 1
        case .destinationOptions: 2
        case .routing: 3
        case .fragment: 4
        case .part: 5
        }
    }

    /// - Parameter fieldValue: Of ``Field/extensionHeader``; there is none for 0.
    package init?(fieldValue: UInt64) {
        guard let header = Self.allCases.first(where: { $0.fieldValue == fieldValue }) else { return nil }
        self = header
    }

    /// Such as "a hop-by-hop header".
    var words: String {
        switch self {
        case .hopByHop: "a hop-by-hop header"
        case .destinationOptions: "a destination options header"
        case .routing: "a routing header"
        case .fragment: "a fragment header"
        case .part: "the header of a fragment with no more than ports"
        }
    }
}
