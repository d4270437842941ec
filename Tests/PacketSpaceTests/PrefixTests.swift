import Addressing
import TestSupport
import Testing

@testable import PacketSpace

/// Sets of packets by many addresses, against one address after the other.
@Suite struct PrefixTests {
    @Test("a list of prefixes is all of them together, in both families")
    func lists() throws {
        let texts = [
            "10.0.0.0/8", "10.0.0.1/32", "10.0.0.2/32", "255.255.255.255/32", "0.0.0.0/32", "192.0.2.0/25",
            "192.0.2.128/25", "2001:db8::/32", "2001:db9::1/128", "::/0",
        ]
        let store = DiagramStore()
        for count in 0...texts.count {
            let prefixes = try texts.prefix(count).map { try #require(IPPrefix($0)) }
            let from = prefixes.reduce(Diagram.nothing) { store.union($0, store.packets(from: $1)) }
            let to = prefixes.reduce(Diagram.nothing) { store.union($0, store.packets(to: $1)) }
            #expect(store.packets(fromAnyOf: prefixes) == from)
            #expect(store.packets(toAnyOf: prefixes) == to)
        }
    }
}
