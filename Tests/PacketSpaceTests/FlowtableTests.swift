import Nftables
import Testing

@testable import PacketSpace

/// Rules that hand flows to a flowtable; few kernels load them, so that the listing is written by hand.
@Suite struct FlowtableTests {
    private static func listing(_ last: String, policy: String = "accept") throws -> RulesetListing {
        let place = "\"family\": \"inet\", \"table\": \"t\""
        return try RulesetListing(
            json: """
                {"nftables": [
                    {"table": {"family": "inet", "name": "t"}},
                    {"chain": {\(place), "name": "c", "type": "filter", "hook": "forward", "prio": 0, "policy": "\(policy)"}},
                    {"rule": {\(place), "chain": "c", "handle": 2, "expr": [
                        {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 5}},
                        {"flow": {"op": "add", "flowtable": "@f"}}\(last)
                    ]}}
                ]}
                """.utf8
        )
    }

    @Test("handing a flow over decides nothing about its first packets, and is told")
    func neutral() throws {
        let prover = Prover(try Self.listing(""))
        #expect(prover.function(at: .forward) == .accepted)
        #expect(prover.uncertainties.map(\.reason).contains { $0.contains("passes no chain at forward") })
    }

    @Test("what follows happens to flows only that can be handed over")
    func perhaps() throws {
        let prover = Prover(try Self.listing(", {\"drop\": null}"))
        let store = prover.store
        let matched = store.intersection(store.packets(ofProtocol: 6), store.packets(toPorts: 5...5))
        #expect(prover.mayDrop(at: .forward) == matched)
        #expect(prover.mayAccept(at: .forward) == .everything)
    }

    @Test("what belongs to a flow passes a chain that drops it")
    func passes() throws {
        let prover = Prover(try Self.listing("", policy: "drop"))
        let established = prover.store.packets(in: [.established])
        #expect(prover.mayAccept(at: .forward) == established)
        #expect(prover.mayDrop(at: .forward) == .everything)
    }
}
