import Addressing
import Lab
import Testing

@Suite struct CapturedFrameTests {
    private static let from = IPv4Address(rawValue: 0x0A01_0A33)
    private static let to = IPv4Address(rawValue: 0x0A01_0A37)

    private static func frame(type: UInt16 = 0x0800, _ payload: [UInt8]) -> CapturedFrame {
        CapturedFrame((Self.ethernet(type) + payload)[...])
    }

    private static func ethernet(_ type: UInt16) -> [UInt8] {
        [UInt8](repeating: 2, count: 12) + [UInt8(type >> 8), UInt8(type & 0xFF)]
    }

    private static func ip(_ number: UInt8, options: Int = 0, fragment: UInt16 = 0, _ payload: [UInt8]) -> [UInt8] {
        [0x40 | UInt8(5 + options), 0, 0, 0, 0, 0, UInt8(fragment >> 8), UInt8(fragment & 0xFF), 64, number, 0, 0]
            + Self.from.octets + Self.to.octets + [UInt8](repeating: 1, count: 4 * options) + payload
    }

    private static func content(_ number: UInt8, _ sourcePort: UInt16, _ port: UInt16) -> CapturedFrame.Content {
        .ipv4(protocolNumber: number, from: Self.from, sourcePort: sourcePort, to: Self.to, destinationPort: port)
    }

    private static let ports: [UInt8] = [0x9D, 0xD4, 0xC4, 0x9D, 0, 0, 0, 0]

    @Test("TCP and UDP have ports, also behind IP options")
    func readsPorts() {
        for number in [6, 17] as [UInt8] {
            #expect(Self.frame(Self.ip(number, Self.ports)).content == Self.content(number, 40_404, 50_333))
            #expect(
                Self.frame(Self.ip(number, options: 10, Self.ports)).content == Self.content(number, 40_404, 50_333)
            )
        }
    }

    @Test("other protocols and later fragments have none", arguments: [1, 2, 47, 50, 132, 255] as [UInt8])
    func readsWithoutPorts(number: UInt8) {
        #expect(Self.frame(Self.ip(number, Self.ports)).content == Self.content(number, 0, 0))
        #expect(Self.frame(Self.ip(6, fragment: 1, Self.ports)).content == Self.content(6, 0, 0))
        #expect(Self.frame(Self.ip(6, fragment: 0x1F00, Self.ports)).content == Self.content(6, 0, 0))
    }

    @Test("the first fragment has ports, whatever its flags say")
    func readsFirstFragment() {
        for flags in [0x2000, 0x4000] as [UInt16] {
            #expect(Self.frame(Self.ip(17, fragment: flags, Self.ports)).content == Self.content(17, 40_404, 50_333))
        }
    }

    @Test("a segment that is cut short in its ports has none")
    func readsCutShort() {
        for length in 0..<4 {
            #expect(Self.frame(Self.ip(6, Array(Self.ports.prefix(length)))).content == Self.content(6, 0, 0))
        }
        #expect(Self.frame(Self.ip(6, Array(Self.ports.prefix(4)))).content == Self.content(6, 40_404, 50_333))
    }

    @Test(
        "a header length that cannot be does not move the ports into the header",
        arguments: 0...4 as ClosedRange<UInt8>
    )
    func readsShortHeader(words: UInt8) {
        var packet = Self.ip(6, Self.ports)
        packet[0] = 0x40 | words
        // Which ports such a packet has nobody knows: it must not pass for one of a link.
        #expect(Self.frame(packet).content != Self.content(6, 40_404, 50_333))
        if case .ipv4(_, _, let sourcePort, _, let port) = Self.frame(packet).content {
            #expect(sourcePort == 0 && port == 0)
        }
    }

    @Test("what is too short to say what it is counts as something else")
    func readsTruncated() {
        let whole = Self.ethernet(0x0800) + Self.ip(6, Self.ports)
        for length in 0..<14 {
            #expect(CapturedFrame(whole[..<length]).content == .other(0), "\(length) bytes")
        }
        for length in 14..<34 {
            #expect(CapturedFrame(whole[..<length]).content == .other(0x0800), "\(length) bytes")
        }
    }

    @Test("IPv4 is IPv4 only with the version that says so")
    func readsWrongVersion() {
        var packet = Self.ip(6, Self.ports)
        for version in [0, 3, 5, 6, 15] as [UInt8] {
            packet[0] = version << 4 | 5
            #expect(Self.frame(packet).content == .other(0x0800))
        }
    }

    @Test(
        "ARP is told from everything else",
        arguments: [
            (0x0806, CapturedFrame.Content.arp), (0x86DD, .other(0x86DD)), (0x8100, .other(0x8100)),
            (0x0000, .other(0)),
        ] as [(UInt16, CapturedFrame.Content)]
    )
    func readsTypes(type: UInt16, content: CapturedFrame.Content) {
        #expect(Self.frame(type: type, []).content == content)
        #expect(Self.frame(type: type, Self.ip(6, Self.ports)).content == content)
    }

    @Test("a frame is described by what matters of it")
    func describes() {
        #expect(Self.frame(Self.ip(6, Self.ports)).description == "TCP 10.1.10.51:40404 -> 10.1.10.55:50333")
        #expect(Self.frame(Self.ip(17, Self.ports)).description == "UDP 10.1.10.51:40404 -> 10.1.10.55:50333")
        #expect(Self.frame(Self.ip(1, [])).description == "ICMP 10.1.10.51 -> 10.1.10.55")
        #expect(Self.frame(Self.ip(47, [])).description == "IP protocol 47 10.1.10.51 -> 10.1.10.55")
        #expect(Self.frame(type: 0x86DD, []).description == "Ethernet type 0x86dd")
        #expect(Self.frame(type: 0x0806, []).description == "ARP")
    }
}
