internal import Addressing
internal import CLinux
internal import Glibc

/// The requests that build a lab.
extension NetlinkMessage {
    private static let create = NLM_F_CREATE | NLM_F_EXCL
    private static let isUp = UInt32(IFF_UP)

    /// A bridge, up. It forwards at once (no spanning tree) and floods multicast.
    static func addBridge(_ name: String, index: Int32) -> NetlinkMessage {
        var message = Self.link(purpose: "add bridge \(name)", flags: Self.create, index: index)
        message.attribute(IFLA_IFNAME, text: name)
        message.nested(IFLA_LINKINFO) { info in
            info.attribute(IFLA_INFO_KIND, text: "bridge")
            info.nested(IFLA_INFO_DATA) { $0.attribute(IFLA_BR_MCAST_SNOOPING, value: UInt8(0)) }
        }
        return message
    }

    static func removeLink(_ name: String) -> NetlinkMessage {
        var message = NetlinkMessage(RTM_DELLINK, flags: 0, purpose: "remove \(name)")
        message.append(ifinfomsg())
        message.attribute(IFLA_IFNAME, text: name)
        return message
    }

    /// A cable: one end here, up, in a bridge; the other end in a host's namespace under its own name and index.
    ///
    /// The other end comes up later: the kernel makes it first and could not yet say what it is connected to.
    static func addCable(
        _ name: String,
        index: Int32,
        bridge: Int32,
        hostNamespace: Int32,
        hostName: String,
        hostIndex: Int32
    ) -> NetlinkMessage {
        var message = Self.link(purpose: "add cable \(hostName)", flags: Self.create, index: index)
        message.attribute(IFLA_IFNAME, text: name)
        message.attribute(IFLA_MASTER, value: bridge)
        message.nested(IFLA_LINKINFO) { info in
            info.attribute(IFLA_INFO_KIND, text: "veth")
            info.nested(IFLA_INFO_DATA) { data in
                data.nested(VETH_INFO_PEER) { peer in
                    peer.append(ifinfomsg(index: hostIndex))
                    peer.attribute(IFLA_IFNAME, text: hostName)
                    peer.attribute(IFLA_NET_NS_FD, value: hostNamespace)
                }
            }
        }
        return message
    }

    static func bringUp(index: Int32) -> NetlinkMessage {
        Self.link(purpose: "bring up interface \(index)", flags: 0, index: index)
    }

    static func addAddress(_ address: IPv4Address, length: Int, index: Int32) -> NetlinkMessage {
        var body = ifaddrmsg()
        body.ifa_family = UInt8(AF_INET)
        body.ifa_prefixlen = UInt8(length)
        body.ifa_index = UInt32(index)
        return Self.address(address.octets, body, flags: Self.create, purpose: "add address \(address)/\(length)")
    }

    static func address(_ octets: [UInt8], _ body: ifaddrmsg, flags: Int32, purpose: String) -> NetlinkMessage {
        var message = NetlinkMessage(RTM_NEWADDR, flags: flags, purpose: purpose)
        message.append(body)
        message.attribute(IFA_LOCAL, octets)
        message.attribute(IFA_ADDRESS, octets)
        return message
    }

    static func addRoute(to destination: IPv4Prefix, via gateway: IPv4Address) -> NetlinkMessage {
        var message = Self.route(to: destination, scope: RT_SCOPE_UNIVERSE, "via \(gateway)")
        message.attribute(Int(RTA_GATEWAY.rawValue), gateway.octets)
        return message
    }

    /// A further prefix of the segment that an interface is on.
    static func addRoute(to destination: IPv4Prefix, onLink index: Int32, from source: IPv4Address) -> NetlinkMessage {
        var message = Self.route(to: destination, scope: RT_SCOPE_LINK, "on interface \(index)")
        message.attribute(Int(RTA_OIF.rawValue), value: index)
        message.attribute(Int(RTA_PREFSRC.rawValue), source.octets)
        return message
    }

    private static func route(to destination: IPv4Prefix, scope: rt_scope_t, _ way: String) -> NetlinkMessage {
        let purpose = "add route to \(destination) \(way)"
        var message = Self.route(
            AF_INET,
            length: UInt8(destination.length),
            scope,
            flags: Self.create,
            purpose: purpose
        )
        if destination.length > 0 {
            message.attribute(Int(RTA_DST.rawValue), destination.network.octets)
        }
        return message
    }

    /// A route of the main table, to which its destination and its way are still to be added.
    static func route(
        _ family: Int32,
        length: UInt8,
        _ scope: rt_scope_t,
        flags: Int32,
        purpose: String
    ) -> NetlinkMessage {
        var message = NetlinkMessage(RTM_NEWROUTE, flags: flags, purpose: purpose)
        var body = rtmsg()
        body.rtm_family = UInt8(family)
        body.rtm_dst_len = length
        body.rtm_table = UInt8(RT_TABLE_MAIN.rawValue)
        body.rtm_protocol = UInt8(RTPROT_BOOT)
        body.rtm_type = UInt8(RTN_UNICAST)
        body.rtm_scope = UInt8(scope.rawValue)
        message.append(body)
        return message
    }

    static func listAddresses() -> NetlinkMessage {
        var message = NetlinkMessage(RTM_GETADDR, flags: NLM_F_ROOT | NLM_F_MATCH, purpose: "list addresses")
        var body = ifaddrmsg()
        body.ifa_family = UInt8(AF_INET)
        message.append(body)
        return message
    }

    private static func link(purpose: String, flags: Int32, index: Int32) -> NetlinkMessage {
        var message = NetlinkMessage(RTM_NEWLINK, flags: flags, purpose: purpose)
        var body = ifinfomsg(index: index)
        body.ifi_flags = Self.isUp
        body.ifi_change = Self.isUp
        message.append(body)
        return message
    }
}

extension ifinfomsg {
    fileprivate init(index: Int32) {
        self.init()
        self.ifi_index = index
    }
}
