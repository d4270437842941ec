import CLinux
import Glibc

/// One request to the kernel about routes or interfaces, with its answer. Source: rtnetlink(7).
enum RouteNetlink {
    /// - Parameters:
    ///   - kind: `RTM_…`
    ///   - body: What follows the header: a structure and attributes.
    ///   - purpose: For the error.
    static func request(_ kind: Int, _ body: [UInt8], purpose: String) throws(OracleError) {
        var header = nlmsghdr()
        header.nlmsg_type = UInt16(kind)
        header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
        header.nlmsg_len = UInt32(MemoryLayout<nlmsghdr>.size + body.count)
        var message: [UInt8] = []
        withUnsafeBytes(of: header) { message += $0 }
        message += body
        let route = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue), NETLINK_ROUTE)
        defer { close(route) }
        var answer = [UInt8](repeating: 0, count: 4096)
        guard send(route, message, message.count, 0) == message.count,
            recv(route, &answer, answer.count, 0) >= MemoryLayout<nlmsghdr>.size + 4
        else { throw OracleError("route netlink does not answer") }
        let code = answer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: Int32.self) }
        guard code == 0 else { throw OracleError("\(purpose): errno \(-code)") }
    }

    /// An attribute, filled up to a multiple of four bytes.
    static func attribute(_ kind: Int, _ value: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        withUnsafeBytes(of: rtattr(rta_len: UInt16(4 + value.count), rta_type: UInt16(kind))) { bytes += $0 }
        bytes += value
        return bytes + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    /// Gives an interface a number. Source: `IFLA_GROUP` of linux/if_link.h.
    static func setGroup(of interface: String, to group: UInt32) throws(OracleError) {
        var body: [UInt8] = []
        var info = ifinfomsg()
        info.ifi_index = Int32(if_nametoindex(interface))
        withUnsafeBytes(of: info) { body += $0 }
        let groupAttribute = 27
        body += self.attribute(groupAttribute, self.bytes(group))
        try self.request(Int(RTM_SETLINK), body, purpose: "no group for \(interface)")
    }
}
