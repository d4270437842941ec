import Addressing
import Nftables
import TestSupport
import Testing

@testable import PacketSpace

/// Rules that ask for routes, and questions that say what routes are meant.
@Suite struct RoutingTests {
    /// Drops whoever could not be answered, and whatever is not for this host; takes the rest.
    private static let antiSpoofing = RulesetListing(tables: [
        ListedTable(
            family: "inet",
            name: "t",
            chains: [
                ListedChain(
                    name: "c",
                    base: ListedChain.Base(type: "filter", hook: "input", priority: 0, dropsByPolicy: false),
                    rules: [
                        ListedRule(
                            handle: 1,
                            [
                                .match(.equal, .routes("oif", of: ["saddr", "iif"]), .boolean(false)),
                                .verdict(.drop),
                            ]
                        ),
                        ListedRule(
                            handle: 2,
                            [.match(.different, .routes("type", of: ["daddr"]), .symbol("local")), .verdict(.drop)]
                        ),
                    ]
                )
            ]
        )
    ])

    @Test("a question about all packets is about those without a way back, too")
    func all() throws {
        let prover = Prover(Self.antiSpoofing)
        let settlement = prover.isSubset(prover.store.packets(enteringBy: "eth0"), ofAcceptedAt: .input)
        let example = try #require(settlement.counterExample)
        #expect(example.path.decidedBy?.handle != nil)
        #expect(!example.packet.routing.hasReversePath || example.packet.routing.destinationType != .local)
    }

    @Test("a question about honest packets to the host holds, and each of its two conditions is needed")
    func honest() {
        let prover = Prover(Self.antiSpoofing)
        let store = prover.store
        let entering = store.packets(enteringBy: "eth0")
        let honest = store.intersection(entering, store.honestlyRouted)
        let meant = store.intersection(honest, store.packets(toAddressOf: .local))
        #expect(prover.isSubset(meant, ofAcceptedAt: .input).holds)
        #expect(!prover.isSubset(honest, ofAcceptedAt: .input).holds)
        let local = store.intersection(entering, store.packets(toAddressOf: .local))
        #expect(!prover.isSubset(local, ofAcceptedAt: .input).holds)
        let spoofed = store.intersection(entering, store.packets(withReversePath: false))
        #expect(prover.isDisjoint(spoofed, fromAcceptedAt: .input).holds)
        #expect(prover.uncertainties.isEmpty)
    }

    @Test("what comes in by loopback has a way back, whatever is said of it")
    func loopback() {
        let prover = Prover(Self.antiSpoofing)
        let store = prover.store
        let looped = store.intersection(store.packets(enteringBy: "lo"), store.packets(toAddressOf: .local))
        #expect(prover.isSubset(looped, ofAcceptedAt: .input).holds)
    }

    // MARK: - Known routes

    private static func prefix(_ text: String) throws -> IPPrefix {
        try #require(IPPrefix(text))
    }

    @Test("with the routes known, addresses and interfaces decide, and nothing has to be assumed")
    func known() throws {
        let view = RoutingView(
            interfaces: [
                RoutingView.Interface(
                    name: "eth0",
                    addresses: [.ipv4(try #require(IPv4Address("192.0.2.7")), length: 24)]
                ),
                RoutingView.Interface(
                    name: "eth1",
                    addresses: [.ipv4(try #require(IPv4Address("10.1.0.7")), length: 16)]
                ),
            ],
            routes: [RoutingView.Route(to: try Self.prefix("0.0.0.0/0"), by: "eth0")]
        )
        let prover = Prover(Self.antiSpoofing, routes: view)
        let store = prover.store
        let own = store.packets(to: try Self.prefix("192.0.2.7"))
        let strangers = store.intersection(store.packets(from: try Self.prefix("198.51.100.0/24")), own)
        let fellows = store.intersection(store.packets(from: try Self.prefix("10.1.128.0/17")), own)
        let entering = (eth0: store.packets(enteringBy: "eth0"), eth1: store.packets(enteringBy: "eth1"))
        let accepted = [store.intersection(strangers, entering.eth0), store.intersection(fellows, entering.eth1)]
        // The lowest address of a network is anybody's guess in type, and behind its interface all the same.
        for packets in accepted { #expect(prover.isSubset(packets, ofAcceptedAt: .input).holds) }
        let dropped = [store.intersection(strangers, entering.eth1), store.intersection(fellows, entering.eth0)]
        for packets in dropped { #expect(prover.isDisjoint(packets, fromAcceptedAt: .input).holds) }
        let broadcast = store.packets(to: try Self.prefix("192.0.2.255"))
        #expect(prover.isDisjoint(broadcast, fromAcceptedAt: .input).holds)
        let lowest = store.intersection(
            store.packets(to: try Self.prefix("192.0.2.0")),
            store.intersection(store.packets(from: try Self.prefix("198.51.100.0/24")), entering.eth0)
        )
        #expect(!prover.isSubset(lowest, ofAcceptedAt: .input).holds)
        #expect(prover.uncertainties.map(\.point.handle) == [1, 2])
    }
}
