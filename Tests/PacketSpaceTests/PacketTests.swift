import Addressing
import Testing

@testable import PacketSpace

@Suite struct PacketTests {
    @Test("a packet's family is that of its addresses")
    func family() {
        let four = Packet(
            .ipv4(source: IPv4Address(rawValue: 1), destination: IPv4Address(rawValue: 2)),
            .other(47)
        )
        let six = Packet(.ipv6(source: IPv6Address(rawValue: 1), destination: IPv6Address(rawValue: 2)), .other(47))
        #expect(four.family == .ipv4)
        #expect(six.family == .ipv6)
    }
}
