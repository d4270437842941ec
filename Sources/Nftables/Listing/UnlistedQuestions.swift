/// What a rule asks about the protocol of a packet, and its listing does not say.
///
/// nft leaves out the question that stands behind a field's name: it lists `ip6 nexthdr tcp tcp dport 22`, which sees no
/// packet with an extension header, as `tcp dport 22` in a table of IPv6, which sees them all; and `meta l4proto 99 th dport 22`
/// in any table as `th dport 22`. Source: `payload_dependency_kill` of nftables, and what version 1.0.6 prints.
package enum UnlistedQuestions: Hashable, Sendable {
    /// There may be some; only the kernel knows.
    case unknown
    /// All of them are answered with yes, or the rule does not match.
    case known([ProtocolQuestion])
}

/// A question of a rule about the protocol of a packet.
package enum ProtocolQuestion: Hashable, Sendable {
    /// Whether the header right behind that of IPv6 is this one.
    case nextHeader(UInt8)
    /// Whether the protocol is this one, behind whatever extension headers there are.
    case transport(UInt8)
}
