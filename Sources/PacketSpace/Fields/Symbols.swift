/// The names that nft lists instead of numbers.
///
/// Source: `nft describe` of each type, version 1.0.6; newer names are added.
enum Symbols {
    /// By the name that /etc/protocols of Debian gives a number, which is what nft lists, and nft's own few.
    static let protocols: [String: UInt64] = [
        "hopopt": 0, "ip": 0, "icmp": 1, "igmp": 2, "ggp": 3, "ipencap": 4, "st": 5, "tcp": 6, "egp": 8, "igp": 9,
        "pup": 12, "udp": 17, "hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29, "dccp": 33, "xtp": 36, "ddp": 37,
        "idpr-cmtp": 38, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44, "idrp": 45, "rsvp": 46, "gre": 47, "esp": 50,
        "ah": 51, "skip": 57, "icmpv6": 58, "ipv6-icmp": 58, "ipv6-nonxt": 59, "ipv6-opts": 60, "rspf": 73,
        "vmtp": 81, "eigrp": 88, "ospf": 89, "ax.25": 93, "ipip": 94, "etherip": 97, "encap": 98, "pim": 103,
        "comp": 108, "ipcomp": 108, "vrrp": 112, "l2tp": 115, "isis": 124, "sctp": 132, "fc": 133,
        "mobility-header": 135, "udplite": 136, "mpls-in-ip": 137, "manet": 138, "hip": 139, "shim6": 140,
        "wesp": 141, "rohc": 142, "ethernet": 143,
    ]

    static let icmpTypes: [String: UInt64] = [
        "echo-reply": 0, "destination-unreachable": 3, "source-quench": 4, "redirect": 5, "echo-request": 8,
        "router-advertisement": 9, "router-solicitation": 10, "time-exceeded": 11, "parameter-problem": 12,
        "timestamp-request": 13, "timestamp-reply": 14, "info-request": 15, "info-reply": 16,
        "address-mask-request": 17, "address-mask-reply": 18,
    ]

    static let icmpCodes: [String: UInt64] = [
        "net-unreachable": 0, "host-unreachable": 1, "prot-unreachable": 2, "port-unreachable": 3, "frag-needed": 4,
        "net-prohibited": 9, "host-prohibited": 10, "admin-prohibited": 13,
    ]

    static let icmpv6Types: [String: UInt64] = [
        "destination-unreachable": 1, "packet-too-big": 2, "time-exceeded": 3, "parameter-problem": 4,
        "echo-request": 128, "echo-reply": 129, "mld-listener-query": 130, "mld-listener-report": 131,
        "mld-listener-done": 132, "mld-listener-reduction": 132, "nd-router-solicit": 133, "nd-router-advert": 134,
        "nd-neighbor-solicit": 135, "nd-neighbor-advert": 136, "nd-redirect": 137, "router-renumbering": 138,
        "ind-neighbor-solicit": 141, "ind-neighbor-advert": 142, "mld2-listener-report": 143,
    ]

    static let icmpv6Codes: [String: UInt64] = [
        "no-route": 0, "admin-prohibited": 1, "addr-unreachable": 3, "port-unreachable": 4, "policy-fail": 5,
        "reject-route": 6,
    ]

    static let tcpFlags: [String: UInt64] = [
        "fin": 1, "syn": 2, "rst": 4, "psh": 8, "ack": 16, "urg": 32, "ecn": 64, "cwr": 128,
    ]

    /// The kernel's bits. Source: `NF_CT_STATE_*`.
    static let connectionStates: [String: UInt64] = [
        "invalid": 1, "established": 2, "related": 4, "new": 8, "untracked": 64,
    ]

    /// The kernel's numbers for `meta nfproto`.
    static let families: [String: UInt64] = ["ipv4": 2, "ipv6": 10]

    /// The kernel's numbers for `meta pkttype`.
    static let linkKinds: [String: UInt64] = ["host": 0, "unicast": 0, "broadcast": 1, "multicast": 2, "other": 3]

    /// The kernel's bits. Source: `IPS_*` of linux/netfilter/nf_conntrack_common.h.
    static let connectionStatus: [String: UInt64] = [
        "expected": 1, "seen-reply": 2, "assured": 4, "confirmed": 8, "snat": 16, "dnat": 32, "dying": 512,
    ]

    static let directions: [String: UInt64] = ["original": 0, "reply": 1]

    /// The kernel's numbers for kinds of routes. Source: `RTN_*` of linux/rtnetlink.h.
    static let addressTypes: [String: UInt64] = [
        "unspec": 0, "unicast": 1, "local": 2, "broadcast": 3, "anycast": 4, "multicast": 5, "blackhole": 6,
        "unreachable": 7, "prohibit": 8,
    ]

    static let groups: [String: UInt64] = ["default": 0]

    /// Source: RFC 2474, RFC 2597, RFC 3246, RFC 5865.
    static let codePoints: [String: UInt64] = [
        "cs0": 0, "cs1": 8, "cs2": 16, "cs3": 24, "cs4": 32, "cs5": 40, "cs6": 48, "cs7": 56, "df": 0, "be": 0,
        "lephb": 1, "af11": 10, "af12": 12, "af13": 14, "af21": 18, "af22": 20, "af23": 22, "af31": 26, "af32": 28,
        "af33": 30, "af41": 34, "af42": 36, "af43": 38, "va": 44, "ef": 46,
    ]

    /// Source: RFC 3168 §5.
    static let congestion: [String: UInt64] = ["not-ect": 0, "ect1": 1, "ect0": 2, "ce": 3]

    static let etherTypes: [String: UInt64] = [
        "ip": 0x0800, "ip6": 0x86DD, "arp": 0x0806, "vlan": 0x8100, "8021q": 0x8100, "8021ad": 0x88A8,
    ]
}
