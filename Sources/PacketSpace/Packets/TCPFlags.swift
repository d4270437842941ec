/// The eight flags of a TCP header, RFC 9293 §3.1.
package struct TCPFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let fin = Self(rawValue: 0x01)
    package static let syn = Self(rawValue: 0x02)
    package static let rst = Self(rawValue: 0x04)
    package static let psh = Self(rawValue: 0x08)
    package static let ack = Self(rawValue: 0x10)
    package static let urg = Self(rawValue: 0x20)
    package static let ecn = Self(rawValue: 0x40)
    package static let cwr = Self(rawValue: 0x80)

    /// Of the first packet of a connection, with an offer of ECN or without. Source: RFC 9293 §3.5, RFC 3168 §6.1.1.
    package static let ofOpenings: [TCPFlags] = [.syn, [.syn, .ecn, .cwr]]
    /// Of all that follows, but for resets and urgent data, which no server needs.
    package static let ofLater: [TCPFlags] =
        [[.syn, .ack], [.syn, .ack, .ecn]]
        + (0..<16).map { number in
            let beside: [TCPFlags] = [.psh, .fin, .ecn, .cwr]
            return beside.enumerated().reduce(into: .ack) { if number >> $1.offset & 1 == 1 { $0.insert($1.element) } }
        }

    /// Of what connection tracking takes for new. Source: `tcp_valid_flags` and the row of `sNO` in `tcp_conntracks` of the kernel.
    static let ofNew = [.syn, [.syn, .urg]].flatMap(Self.withFlagsNobodyAsks)
    /// Of what it takes up in its middle, unless it was told not to.
    static let ofTakenUp = [.ack, [.ack, .urg]].flatMap(Self.withFlagsNobodyAsks)

    private static func withFlagsNobodyAsks(_ flags: TCPFlags) -> [TCPFlags] {
        [[], .psh, .ecn, .cwr, [.psh, .ecn], [.psh, .cwr], [.ecn, .cwr], [.psh, .ecn, .cwr]].map(flags.union)
    }
}
