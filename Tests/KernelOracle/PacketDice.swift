import Addressing
import PacketSpace
import TestSupport

/// Random packets whose values lie on and beside those of a ruleset.
struct PacketDice {
    static let flags: [TCPFlags] = [
        .syn, .ack, [.syn, .ack], [.fin, .ack], .rst, [.rst, .ack], [.psh, .ack], [.ack, .urg],
    ]
    private static let unusual: [TCPFlags] = [[], [.syn, .fin], [.syn, .rst], [.fin], [.syn, .ecn, .cwr]]
    /// Protocols with no header that the kernel would look into before the rules.
    static let others: [UInt8] = [47, 51, 103, 132, 254]

    /// That of fragments the kernel takes away before the rules.
    static let extensionHeaders: [ExtensionHeader] = [.hopByHop, .destinationOptions, .routing]

    private let values: BoundaryValues
    /// Packets to everybody are received, and never sent on.
    private let reachesCrowds: Bool

    init(_ values: BoundaryValues, at hook: Hook) {
        self.values = values
        self.reachesCrowds = hook == .prerouting || hook == .input
    }

    func packet(_ dice: inout Dice) -> Packet {
        let isWide = dice.onceIn(3)
        var packet = Packet(
            isWide ? self.wideAddresses(&dice) : self.addresses(&dice),
            self.transport(isWide: isWide, &dice),
            inputInterface: dice.one(of: Kernel.interfaces),
            mark: UInt32(dice.number(0...3)),
            connectionMark: UInt32(dice.number(0...3)),
            length: UInt32(dice.number(60...68)),
            hopLimit: UInt8(dice.number(62...66))
        )
        packet.congestion = UInt8(dice.number(0...3))
        if isWide, dice.onceIn(3) { packet.extensionHeader = dice.one(of: Self.extensionHeaders) }
        if dice.onceIn(4) {
            packet.length = min(max(UInt32(dice.one(of: self.values.numbers)), 60), 1400)
        }
        return packet
    }

    /// The first packet of a flow that can have an answer.
    func flow(_ dice: inout Dice) -> Packet {
        var packet = self.packet(&dice)
        let isWide = packet.family == .ipv6
        switch dice.number(0...4) {
        case 0...1: packet.transport = .tcp(source: self.port(&dice), destination: self.port(&dice), flags: .syn)
        case 2...3: packet.transport = .udp(source: self.port(&dice), destination: self.port(&dice))
        default: packet.transport = isWide ? .icmpv6(type: 128, code: 0) : .icmp(type: 8, code: 0)
        }
        return packet
    }

    private func addresses(_ dice: inout Dice) -> Packet.Addresses {
        .ipv4(source: dice.one(of: self.values.addresses), destination: dice.one(of: self.values.addresses))
    }

    private func wideAddresses(_ dice: inout Dice) -> Packet.Addresses {
        .ipv6(source: dice.one(of: self.values.wideAddresses), destination: dice.one(of: self.values.wideAddresses))
    }

    /// From a sender that routes know, and perhaps to a whole crowd. No answer to such a packet is to be sent.
    func known(_ addresses: Packet.Addresses, _ dice: inout Dice) -> Packet.Addresses {
        switch addresses {
        case .ipv4(_, let destination):
            let receiver = self.reachesCrowds && dice.onceIn(3) ? dice.one(of: Routes.crowds) : destination
            return .ipv4(source: dice.one(of: Routes.senders), destination: receiver)
        case .ipv6(_, let destination):
            return .ipv6(source: dice.one(of: Routes.wideSenders), destination: destination)
        }
    }

    private func port(_ dice: inout Dice) -> UInt16 {
        dice.onceIn(10) ? UInt16(dice.number(1...65535)) : max(1, dice.one(of: self.values.numbers))
    }

    private func transport(isWide: Bool, _ dice: inout Dice) -> Packet.Transport {
        switch dice.number(0...11) {
        case 0...4:
            let flags = dice.onceIn(4) ? dice.one(of: Self.unusual) : dice.one(of: Self.flags)
            return .tcp(source: self.port(&dice), destination: self.port(&dice), flags: dice.onceIn(2) ? .syn : flags)
        case 5...7: return .udp(source: self.port(&dice), destination: self.port(&dice))
        case 8...10:
            let near = UInt8(truncatingIfNeeded: dice.one(of: self.values.numbers))
            let code: UInt8 = dice.onceIn(3) ? near : 0
            return isWide
                ? .icmpv6(type: dice.one(of: [128, 129, 133, 135, 136, 1, near]), code: code)
                : .icmp(type: dice.one(of: [0, 3, 8, 9, 13, near]), code: code)
        default: return .other(dice.one(of: Self.others))
        }
    }
}
