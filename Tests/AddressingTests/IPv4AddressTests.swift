import Addressing
import Testing

@Suite struct IPv4AddressTests {
    @Test("reads four decimal octets", arguments: ["0.0.0.0", "10.1.10.55", "255.255.255.255", "1.2.3.4"])
    func reads(text: String) throws {
        let address = try #require(IPv4Address(text))
        #expect(address.description == text)
        #expect(IPv4Address(text[...]) == address)
        #expect(IPv4Address("x\(text)".dropFirst()) == address)
        #expect(IPv4Address(rawValue: address.rawValue) == address)
    }

    @Test(
        "refuses everything that another reader could understand otherwise",
        arguments: [
            "", ".", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1", "1.2.3.256",
            "01.2.3.4", "1.2.3.04", "00.0.0.0", "+1.2.3.4", "-1.2.3.4", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n", "a.b.c.d",
            "0x1.2.3.4", "1.2.3.4/32", "1,2,3,4", "999999999999.1.1.1", "１.2.3.4", "1.2.3.4\0",
        ]
    )
    func refuses(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test("orders as numbers, and gives its octets in network order")
    func orders() throws {
        let low = try #require(IPv4Address("10.0.0.9"))
        let high = try #require(IPv4Address("10.0.0.10"))
        #expect(low < high)
        #expect(high.octets == [10, 0, 0, 10])
    }
}
