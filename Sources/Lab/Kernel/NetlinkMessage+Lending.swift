internal import Addressing
internal import CLinux
internal import Glibc

/// The requests that lend a host an IPv6 address, and show it the way to another's.
extension NetlinkMessage {
    private static let replace = NLM_F_CREATE | NLM_F_REPLACE
    /// In bits.
    private static let addressLength: UInt8 = 128

    /// At once in use: nobody is asked whether somebody else has it.
    static func lendAddress(_ address: IPv6Address, index: Int32) -> NetlinkMessage {
        var body = ifaddrmsg()
        body.ifa_family = UInt8(AF_INET6)
        body.ifa_prefixlen = Self.addressLength
        body.ifa_flags = UInt8(IFA_F_NODAD)
        body.ifa_index = UInt32(index)
        return Self.address(address.octets, body, flags: Self.replace, purpose: "lend address \(address)")
    }

    static func addRoute(to destination: IPv6Address, onLink index: Int32) -> NetlinkMessage {
        let purpose = "add route to \(destination)"
        var message = Self.route(
            AF_INET6,
            length: Self.addressLength,
            RT_SCOPE_UNIVERSE,
            flags: Self.replace,
            purpose: purpose
        )
        message.attribute(Int(RTA_DST.rawValue), destination.octets)
        message.attribute(Int(RTA_OIF.rawValue), value: index)
        return message
    }

    /// Who has an address on an interface's segment, so that nobody has to be asked.
    static func addNeighbour(_ address: IPv6Address, at hardware: [UInt8], index: Int32) -> NetlinkMessage {
        var message = NetlinkMessage(RTM_NEWNEIGH, flags: Self.replace, purpose: "add neighbour \(address)")
        var body = ndmsg()
        body.ndm_family = UInt8(AF_INET6)
        body.ndm_ifindex = index
        body.ndm_state = UInt16(NUD_PERMANENT)
        message.append(body)
        message.attribute(Int(NDA_DST), address.octets)
        message.attribute(Int(NDA_LLADDR), hardware)
        return message
    }

    static func listLinks() -> NetlinkMessage {
        var message = NetlinkMessage(RTM_GETLINK, flags: NLM_F_ROOT | NLM_F_MATCH, purpose: "list interfaces")
        message.append(ifinfomsg())
        return message
    }
}

extension IPv6Address {
    /// First octet first.
    fileprivate var octets: [UInt8] { self.groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
}
