import Addressing
import CLinux
import Glibc
import PacketSpace

/// The routes of the namespace: one for whole address families, and some for a few senders, so that not every sender is
/// where its packets come from.
enum Routes {
    /// Senders that are behind one interface alone, or have an address of this host.
    static let senders: [IPv4Address] = [0xAC1F_0001, 0xAC1F_0101, 0xC612_0101, 0xC612_0201].map(IPv4Address.init)
    static let wideSenders: [IPv6Address] = [
        0xFD09 << 112 | 1, 0xFD09 << 112 | 1 << 64 | 1, 0xFD99 << 112 | 1, 0xFD99 << 112 | 2,
    ].map(IPv6Address.init)
    /// Receivers that are everybody behind an interface; for hooks of what this host receives.
    static let crowds: [IPv4Address] = [IPv4Address(rawValue: 0xAC1F_0201), IPv4Address(rawValue: 0xAC1F_0202)]

    /// Every address is one of this host's, but for a few.
    static func everythingIsLocal() throws(OracleError) {
        let table = UInt8(RT_TABLE_LOCAL.rawValue)
        for family in [AF_INET, AF_INET6] {
            try Self.add(family, kind: UInt8(RTN_LOCAL), table: table, to: "lo")
        }
        try Self.addSenders(table: table)
        let crowd: [UInt8] = [172, 31, 2, 0]
        try Self.add(AF_INET, kind: UInt8(RTN_BROADCAST), table: table, prefix: crowd, length: 24, to: "eth0")
    }

    /// Everything goes out through one interface, but for what goes to a few.
    static func everythingLeaves(by interface: String) throws(OracleError) {
        let table = UInt8(RT_TABLE_MAIN.rawValue)
        for family in [AF_INET, AF_INET6] {
            try Self.add(family, kind: UInt8(RTN_UNICAST), table: table, to: interface)
        }
        try Self.addSenders(table: table)
    }

    /// What ``everythingLeaves(by:)`` and the interfaces' addresses make of the routes.
    static func view(interfaces: [String], wayOut: String) -> RoutingView {
        let own = interfaces.enumerated().map { number, name in
            RoutingView.Interface(
                name: name,
                addresses: [
                    .ipv4(IPv4Address(rawValue: 0xC612_0001 | UInt32(number + 1) << 8), length: 24),
                    .ipv6(IPv6Address(rawValue: 0xFD99 << 112 | UInt128(number + 1)), length: 128),
                ]
            )
        }
        var routes = [
            RoutingView.Route(to: .ipv4(IPv4Prefix(IPv4Address(rawValue: 0), length: 0)), by: wayOut),
            RoutingView.Route(to: .ipv6(IPv6Prefix(IPv6Address(rawValue: 0), length: 0)), by: wayOut),
        ]
        for (number, name) in ["eth0", "lan0"].enumerated() {
            let four = IPv4Address(rawValue: 0xAC1F_0000 | UInt32(number) << 8)
            let six = IPv6Address(rawValue: 0xFD09 << 112 | UInt128(number) << 64)
            routes.append(RoutingView.Route(to: .ipv4(IPv4Prefix(four, length: 24)), by: name))
            routes.append(RoutingView.Route(to: .ipv6(IPv6Prefix(six, length: 64)), by: name))
        }
        return RoutingView(interfaces: own, routes: routes)
    }

    private static func addSenders(table: UInt8) throws(OracleError) {
        let unicast = UInt8(RTN_UNICAST)
        for (number, interface) in ["eth0", "lan0"].enumerated() {
            let four: [UInt8] = [172, 31, UInt8(number), 0]
            try Self.add(AF_INET, kind: unicast, table: table, prefix: four, length: 24, to: interface)
            let six: [UInt8] = [0xFD, 9, 0, 0, 0, 0, 0, UInt8(number)] + [UInt8](repeating: 0, count: 8)
            try Self.add(AF_INET6, kind: unicast, table: table, prefix: six, length: 64, to: interface)
        }
    }

    private static func add(
        _ family: Int32,
        kind: UInt8,
        table: UInt8,
        prefix: [UInt8] = [],
        length: UInt8 = 0,
        to interface: String
    ) throws(OracleError) {
        var message = rtmsg()
        message.rtm_family = UInt8(family)
        message.rtm_table = table
        message.rtm_protocol = UInt8(RTPROT_BOOT)
        message.rtm_type = kind
        message.rtm_dst_len = length
        message.rtm_scope = kind == UInt8(RTN_LOCAL) ? UInt8(RT_SCOPE_HOST.rawValue) : UInt8(RT_SCOPE_LINK.rawValue)
        var body: [UInt8] = []
        withUnsafeBytes(of: message) { body += $0 }
        if !prefix.isEmpty { body += RouteNetlink.attribute(Int(RTA_DST.rawValue), prefix) }
        body += RouteNetlink.attribute(
            Int(RTA_OIF.rawValue),
            RouteNetlink.bytes(UInt32(if_nametoindex(interface)))
        )
        let purpose = "no route to \(interface) for family \(family)"
        try RouteNetlink.request(Int(RTM_NEWROUTE), body, purpose: purpose)
    }
}
