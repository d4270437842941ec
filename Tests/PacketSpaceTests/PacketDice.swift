import Addressing
import TestSupport

@testable import PacketSpace

/// Makes random packets whose values lie on and beside those of ``RulesetDice``.
struct PacketDice {
    var dice: Dice

    init(seed: UInt64) {
        self.dice = Dice(seed: seed)
    }

    mutating func packet() -> Packet {
        var packet = Packet(
            self.dice.onceIn(3) ? self.ipv6() : self.ipv4(),
            self.transport(),
            state: self.dice.one(of: ConnectionState.allCases + [.new, .new]),
            inputInterface: self.interface(),
            outputInterface: self.interface(),
            mark: UInt32(self.dice.number(0...4)),
            connectionMark: UInt32(self.dice.number(0...4)),
            length: UInt32(self.dice.number(63...65)),
            hopLimit: UInt8(self.dice.number(63...65)),
            linkKind: self.dice.one(of: Packet.LinkKind.allCases)
        )
        packet.inputGroup = UInt32(self.dice.number(0...2))
        packet.outputGroup = UInt32(self.dice.number(0...2))
        packet.routing = self.routing()
        packet.direction = self.dice.one(of: [.original, .reply])
        packet.connectionStatus = self.dice.one(of: [0, 4, 8, 32, 36, 512])
        packet.codePoint = UInt8(self.dice.number(7...9))
        packet.congestion = UInt8(self.dice.number(0...3))
        packet.label = UInt32(self.dice.number(2...5))
        if packet.family == .ipv6, self.dice.onceIn(3) {
            packet.extensionHeader = self.dice.one(of: ExtensionHeader.allCases)
        }
        return packet
    }

    private mutating func routing() -> Routing {
        let types: [AddressType] = [.local, .unicast, .broadcast, .multicast, .unspecified]
        return Routing(
            hasReversePath: self.dice.onceIn(2),
            sourceType: self.dice.one(of: types),
            sourceTypeHere: self.dice.one(of: types),
            destinationType: self.dice.one(of: types),
            destinationTypeHere: self.dice.one(of: types)
        )
    }

    private mutating func interface() -> String? {
        self.dice.one(of: [nil, "eth0", "eth1", "eth", "lo", "et", "eti", "a-very-long-nam", "a-very-long-nao"])
    }

    private mutating func ipv4() -> Packet.Addresses {
        .ipv4(source: self.address(), destination: self.address())
    }

    private mutating func address() -> IPv4Address {
        let values: [UInt32] = [0x09FF_FFFF, 0x0AFF_FFFF, 0x0B00_0000, 0, .max, 0x0A00_0100]
        return IPv4Address(
            rawValue: self.dice.onceIn(3) ? self.dice.one(of: values) : 0x0A00_0000 + UInt32(self.dice.number(0...6))
        )
    }

    private mutating func ipv6() -> Packet.Addresses {
        .ipv6(source: self.wideAddress(), destination: self.wideAddress())
    }

    private mutating func wideAddress() -> IPv6Address {
        let high = UInt128(0xFD) << 120 | UInt128(self.dice.number(0...4)) << 64
        return IPv6Address(rawValue: high | UInt128(self.dice.one(of: [0, 1, 2, 3, 4, UInt64.max])))
    }

    private mutating func transport() -> Packet.Transport {
        let source = UInt16(self.dice.number(19...28))
        let destination = UInt16(self.dice.number(19...28))
        switch self.dice.number(0...9) {
        case 0...4:
            let flags: [TCPFlags] = [[], .syn, .ack, [.syn, .ack], [.syn, .fin], .rst]
            return .tcp(source: source, destination: destination, flags: self.dice.one(of: flags))
        case 5...6: return .udp(source: source, destination: destination)
        case 7: return .icmp(type: UInt8(self.dice.number(7...9)), code: UInt8(self.dice.one(of: [0, 7, 8, 9])))
        case 8: return .icmpv6(type: UInt8(self.dice.number(127...129)), code: 0)
        default: return .other(self.dice.one(of: [0, 47, 44, 255]))
        }
    }
}
