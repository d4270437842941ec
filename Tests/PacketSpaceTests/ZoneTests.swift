import Nftables
import TestSupport
import Testing

@testable import PacketSpace

/// Zones of connection tracking: what one zone knows, another does not.
@Suite struct ZoneTests {
    private static func prover(priority: Int, direction: String = "") throws -> Prover {
        let place = "\"family\": \"inet\", \"table\": \"t\""
        return Prover(
            try RulesetListing(
                json: """
                    {"nftables": [
                        {"table": {"family": "inet", "name": "t"}},
                        {"chain": {\(place), "name": "p", "type": "filter", "hook": "prerouting", "prio": \(priority),
                            "policy": "accept"}},
                        {"rule": {\(place), "chain": "p", "handle": 2, "expr": [
                            {"mangle": {"key": {"ct": {"key": "zone"\(direction)}}, "value": 5}}
                        ]}},
                        {"chain": {\(place), "name": "i", "type": "filter", "hook": "input", "prio": 0,
                            "policy": "drop"}},
                        {"rule": {\(place), "chain": "i", "handle": 4, "expr": [
                            {"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": "established"}},
                            {"accept": null}
                        ]}}
                    ]}
                    """.utf8
            )
        )
    }

    private static func arriving(_ states: [ConnectionState], _ store: DiagramStore) -> Diagram {
        store.intersection(store.packets(in: states), store.packets(at: .input))
    }

    @Test(
        "an answer may belong to no connection of the zone that it is put in",
        arguments: ["", ", \"dir\": \"original\""]
    )
    func answers(direction: String) throws {
        let prover = try Self.prover(priority: -300, direction: direction)
        let established = Self.arriving([.established], prover.store)
        #expect(prover.acceptable(established, on: .arrival) == established)
        #expect(prover.droppable(established, on: .arrival) == established)
        #expect(prover.uncertainties.map(\.reason) == ["ct zone: answers may belong to no connection"])
    }

    @Test("what begins something belongs to no connection of any zone, nor does what is related to one")
    func beginnings() throws {
        let prover = try Self.prover(priority: -300)
        let fresh = Self.arriving([.new, .related, .invalid, .untracked], prover.store)
        #expect(prover.acceptable(fresh, on: .arrival) == .nothing)
    }

    @Test("a zone that is set when tracking has seen the packet changes nothing")
    func late() throws {
        let prover = try Self.prover(priority: -150)
        let established = Self.arriving([.established], prover.store)
        #expect(prover.acceptable(.everything, on: .arrival) == established)
        #expect(prover.droppable(established, on: .arrival) == .nothing)
        #expect(prover.uncertainties.isEmpty)
    }
}
