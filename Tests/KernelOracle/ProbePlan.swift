import Addressing
import PacketSpace
import TestSupport

/// Packets to send through one ruleset.
struct ProbePlan {
    /// Sent before there are rules, so that some flows are established already.
    var primers: [Packet] = []
    var probes: [Probe] = []

    /// Makes a plan around values that a ruleset speaks of.
    ///
    /// - Parameter count: How many packets.
    init(_ values: BoundaryValues, at hook: Hook, count: Int, _ dice: inout Dice) {
        let packets = PacketDice(values, at: hook)
        let flows = (0..<8).map { _ in packets.flow(&dice) }
        self.primers = flows.flatMap(Self.opening)
        for _ in 0..<count {
            var probe = Probe(packet: packets.packet(&dice))
            switch dice.number(0...9) {
            case 0...2:
                let flow = dice.one(of: flows)
                probe.isOfFlow = true
                let packet = dice.onceIn(2) ? flow : Self.reversed(flow)
                probe.packet.addresses = packet.addresses
                probe.packet.transport = Self.withFlags(packet.transport, dice.one(of: PacketDice.flags))
            case 3:
                let flow = dice.one(of: flows)
                probe.subject = flow
                probe.packet.addresses = Self.reversed(flow).addresses
                probe.packet.transport =
                    flow.family == .ipv4
                    ? .icmp(type: dice.one(of: [3, 11]), code: 1) : .icmpv6(type: dice.one(of: [1, 3]), code: 0)
            case 4...5:
                probe.packet.addresses = packets.known(probe.packet.addresses, &dice)
            default:
                break
            }
            probe.isUntracked = dice.onceIn(8)
            self.probes.append(probe)
        }
    }

    /// For the self-check: every state, transport and family.
    static func basic(_ hook: Hook) -> ProbePlan {
        var dice = Dice(seed: 1)
        let values = BoundaryValues(in: "10.0.0.1 10.0.0.2 fd00::1 fd00::2 22 80")
        return ProbePlan(values, at: hook, count: 400, &dice)
    }

    /// A first packet, its answer, and for TCP the third of the handshake.
    private static func opening(_ flow: Packet) -> [Packet] {
        var first = flow
        var answer = Self.reversed(flow)
        var third = flow
        first.transport = Self.withFlags(flow.transport, .syn)
        answer.transport = Self.withFlags(answer.transport, [.syn, .ack])
        third.transport = Self.withFlags(flow.transport, .ack)
        return [first, answer, third]
    }

    private static func withFlags(_ transport: Packet.Transport, _ flags: TCPFlags) -> Packet.Transport {
        guard case .tcp(let source, let destination, _) = transport else { return transport }
        return .tcp(source: source, destination: destination, flags: flags)
    }

    private static func reversed(_ packet: Packet) -> Packet {
        var reply = packet
        switch packet.addresses {
        case .ipv4(let source, let destination): reply.addresses = .ipv4(source: destination, destination: source)
        case .ipv6(let source, let destination): reply.addresses = .ipv6(source: destination, destination: source)
        }
        switch packet.transport {
        case .tcp(let source, let destination, let flags):
            reply.transport = .tcp(source: destination, destination: source, flags: flags)
        case .udp(let source, let destination): reply.transport = .udp(source: destination, destination: source)
        case .icmp(8, let code): reply.transport = .icmp(type: 0, code: code)
        case .icmpv6(128, let code): reply.transport = .icmpv6(type: 129, code: code)
        case .icmp, .icmpv6, .other: break
        }
        return reply
    }
}
