internal import Addressing
internal import Nftables
internal import PacketSpace

/// A table beside a host's own that counts where one packet comes to, and changes nothing.
///
/// Its chains come before all others, or after all that let a packet through.
struct PacketWatch {
    /// How far a packet came on one host; each number is 0 or more.
    struct Counts: Equatable {
        /// Handed to the host's output, before any rule.
        var made: UInt64 = 0
        /// Past every rule of output and postrouting.
        var left: UInt64 = 0
        /// Come in, before any rule.
        var arrived: UInt64 = 0
        /// Past every rule of input.
        var accepted: UInt64 = 0
        /// Sent back with consent: SYN and ACK, an echo, any datagram.
        var answers: UInt64 = 0
        /// Sent back with a refusal: RST, or an ICMP error.
        var refusals: UInt64 = 0
    }

    static let table = "inet picket-watch"
    private static let first = -2_000_000_000
    private static let last = 2_000_000_000

    private let packet: Packet
    private let number: UInt16

    init(_ packet: Packet, number: UInt16) {
        self.packet = packet
        self.number = number
    }

    /// As for `nft -f`.
    var ruleset: String {
        let proto = PacketBytes.protocolNumber(self.packet.transport)
        // Nobody else's packet has this number and this source at the same moment.
        let match: String
        let back: String
        let error: String
        switch self.packet.addresses {
        case .ipv4(let source, let destination):
            match = "ip saddr \(source) ip protocol \(proto) ip id \(self.number)"
            back = "ip saddr \(destination) ip daddr \(source)"
            error = "\(back) icmp type destination-unreachable counter name refusals"
        case .ipv6(let source, let destination):
            match = "ip6 saddr \(source) ip6 nexthdr \(proto) ip6 flowlabel \(self.number)"
            back = "ip6 saddr \(destination) ip6 daddr \(source)"
            error = "\(back) icmpv6 type destination-unreachable counter name refusals"
        }
        return """
            table \(Self.table)
            delete table \(Self.table)
            table \(Self.table) {
            \(Self.names.map { "counter \($0) { }" }.joined(separator: "\n"))
            \(Self.chain("made", "output", Self.first, ["\(match) counter name made"]))
            \(Self.chain("left", "postrouting", Self.last, ["\(match) counter name left"]))
            \(Self.chain("arrived", "prerouting", Self.first, ["\(match) counter name arrived"]))
            \(Self.chain("accepted", "input", Self.last, ["\(match) counter name accepted"]))
            \(Self.chain("answered", "output", Self.last, self.answers.map { "\(back) \($0)" } + [error]))
            }

            """
    }

    /// What a host sends back, after its addresses.
    private var answers: [String] {
        switch self.packet.transport {
        case .tcp(let source, let destination, _):
            let ports = "tcp sport \(destination) tcp dport \(source)"
            return [
                "\(ports) tcp flags & (syn | ack) == (syn | ack) counter name answers",
                "\(ports) tcp flags & rst == rst counter name refusals",
            ]
        case .udp(let source, let destination):
            return ["udp sport \(destination) udp dport \(source) counter name answers"]
        case .icmp: return ["icmp type echo-reply counter name answers"]
        case .icmpv6: return ["icmpv6 type echo-reply counter name answers"]
        case .other: return []
        }
    }

    private static let names = ["made", "left", "arrived", "accepted", "answers", "refusals"]

    private static func chain(_ name: String, _ hook: String, _ priority: Int, _ rules: [String]) -> String {
        "chain \(name) {\ntype filter hook \(hook) priority \(priority); policy accept;\n"
            + rules.joined(separator: "\n") + "\n}"
    }

    /// What was counted in the namespace of a context.
    static func counts(_ context: borrowing NftablesContext) throws(NftablesError) -> Counts {
        let found = try context.packetCounts(ofTable: Self.table)
        let count = { (name: String) in found[CounterName(rawValue: name)] ?? 0 }
        return Counts(
            made: count("made"),
            left: count("left"),
            arrived: count("arrived"),
            accepted: count("accepted"),
            answers: count("answers"),
            refusals: count("refusals")
        )
    }
}
