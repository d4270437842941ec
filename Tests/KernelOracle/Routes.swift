import CLinux
import Glibc

/// Routes for whole address families. Source: rtnetlink(7).
enum Routes {
    /// Every address is one of this host's.
    static func everythingIsLocal() throws(OracleError) {
        for family in [AF_INET, AF_INET6] {
            try Self.add(family, kind: UInt8(RTN_LOCAL), table: UInt8(RT_TABLE_LOCAL.rawValue), to: "lo")
        }
    }

    /// Everything goes out through one interface.
    static func everythingLeaves(by interface: String) throws(OracleError) {
        for family in [AF_INET, AF_INET6] {
            try Self.add(family, kind: UInt8(RTN_UNICAST), table: UInt8(RT_TABLE_MAIN.rawValue), to: interface)
        }
    }

    private static func add(_ family: Int32, kind: UInt8, table: UInt8, to interface: String) throws(OracleError) {
        var header = nlmsghdr()
        header.nlmsg_type = UInt16(RTM_NEWROUTE)
        header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
        var body = rtmsg()
        body.rtm_family = UInt8(family)
        body.rtm_table = table
        body.rtm_protocol = UInt8(RTPROT_BOOT)
        body.rtm_type = kind
        body.rtm_scope = kind == UInt8(RTN_LOCAL) ? UInt8(RT_SCOPE_HOST.rawValue) : UInt8(RT_SCOPE_LINK.rawValue)
        let attribute = rtattr(rta_len: 8, rta_type: UInt16(RTA_OIF.rawValue))
        header.nlmsg_len = UInt32(MemoryLayout<nlmsghdr>.size + MemoryLayout<rtmsg>.size + 8)
        var message: [UInt8] = []
        withUnsafeBytes(of: header) { message += $0 }
        withUnsafeBytes(of: body) { message += $0 }
        withUnsafeBytes(of: attribute) { message += $0 }
        withUnsafeBytes(of: if_nametoindex(interface)) { message += $0 }
        let route = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue), NETLINK_ROUTE)
        defer { close(route) }
        var answer = [UInt8](repeating: 0, count: 4096)
        guard send(route, message, message.count, 0) == message.count,
            recv(route, &answer, answer.count, 0) >= MemoryLayout<nlmsghdr>.size + 4
        else { throw OracleError("route netlink does not answer") }
        let code = answer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: Int32.self) }
        guard code == 0 else { throw OracleError("no route to \(interface) for family \(family): errno \(-code)") }
    }
}
