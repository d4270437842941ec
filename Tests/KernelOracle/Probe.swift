import PacketSpace

/// One packet to send, and what the harness is to do to it on its way to the rules.
struct Probe: Sendable {
    /// As the rules see it; the state is what connection tracking will say, so it is known only afterwards.
    var packet: Packet
    /// Whether connection tracking is kept away from it.
    var isUntracked = false
    /// Whether it is one more packet of a flow that connection tracking knows.
    var isOfFlow = false
    /// A packet that an ICMP error speaks about; `nil` for everything else.
    var subject: Packet?

    /// What the six bits of the service code point carry: the harness sets marks and tracking by them.
    var codePoint: UInt8 {
        UInt8(self.packet.mark & 3) | UInt8(self.packet.connectionMark & 3) << 2 | (self.isUntracked ? 16 : 0)
    }
}
