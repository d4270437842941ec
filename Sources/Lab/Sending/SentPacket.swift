/// What became of one packet that was sent in a lab.
package struct SentPacket: Codable, Equatable, Sendable {
    package enum Fate: String, Codable, Sendable {
        /// The sender's own rules did not let it out.
        case notLetOut
        /// It left; nobody in the lab has the address that it goes to, or something between them dropped it.
        case left
        /// It came to the receiver, and its rules did not let it in.
        case dropped
        case accepted
    }

    package enum Answer: String, Codable, Sendable {
        /// SYN and ACK, an echo, a datagram.
        case consent
        /// RST, or an ICMP error.
        case refusal
    }

    /// A counter of a host's rules that is higher than before.
    package struct Counted: Codable, Equatable, Sendable {
        package let host: String
        package let counter: String
        package let packets: UInt64
    }

    package let sender: String
    /// `nil` if nobody has the address.
    package let receiver: String?
    package let fate: Fate
    /// `nil` if none came within the time.
    package let answer: Answer?
    /// By host, then by name.
    package let counted: [Counted]
}
