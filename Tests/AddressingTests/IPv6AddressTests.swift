import Addressing
import Testing

@Suite struct IPv6AddressTests {
    @Test(
        "reads every form of RFC 4291, and writes the one of RFC 5952",
        arguments: [
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("fd00:10::51", "fd00:10::51"),
            ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("0:0:0:0:0:0:0:0", "::"), ("::ffff:10.1.10.55", "::ffff:a01:a37"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ]
    )
    func reads(text: String, canonical: String) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.description == canonical)
        #expect(IPv6Address(canonical) == address)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::", "g::",
            "::1 ", " ::1", "fe80::1%eth0", "::1/128", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "1.2.3.4::",
            ":1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:", "::ffff:256.0.0.1", "+1::", "10.1.10.55",
        ]
    )
    func refuses(text: String) {
        #expect(IPv6Address(text) == nil, "\(text)")
    }

    @Test("groups are the address, first group first")
    func groups() throws {
        let address = try #require(IPv6Address("1:2:3:4:5:6:7:8"))
        #expect(address.groups == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(try #require(IPv6Address("::2")) < #require(IPv6Address("1::")))
    }
}
