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
}
