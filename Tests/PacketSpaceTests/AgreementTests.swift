import Addressing
import Nftables
import Testing

@testable import PacketSpace

/// The diagrams against the tracer, which sends each packet through the rules by itself.
@Suite struct AgreementTests {
    /// The addresses of the dice's packets, some of them the host's own.
    private static let routes = RoutingView(
        interfaces: [
            RoutingView.Interface(
                name: "eth0",
                addresses: [.ipv4(IPv4Address(rawValue: 0x0A00_0001), length: 29)]
            ),
            RoutingView.Interface(
                name: "eth1",
                addresses: [.ipv6(IPv6Address(rawValue: 0xFD << 120 | 1), length: 64)]
            ),
        ],
        routes: [
            RoutingView.Route(to: .ipv4(IPv4Prefix(IPv4Address(rawValue: 0x0A00_0004), length: 31)), by: "eth"),
            RoutingView.Route(to: .ipv4(IPv4Prefix(IPv4Address(rawValue: 0), length: 0)), by: "eth1"),
            RoutingView.Route(to: .ipv6(IPv6Prefix(IPv6Address(rawValue: 0xFD << 120), length: 63)), by: "eth0"),
        ]
    )

    @Test("diagrams and tracer agree on random rulesets and packets", arguments: 0..<10)
    func agree(block: Int) throws {
        try Self.agree(block, routes: nil)
    }

    @Test("diagrams and tracer agree about routes that are known", arguments: 0..<4)
    func agreeOnRoutes(block: Int) throws {
        try Self.agree(1000 + block, routes: Self.routes)
    }

    private static func agree(_ block: Int, routes: RoutingView?) throws {
        var counts: [Set<Bool>: Int] = [:]
        for seed in (block * 30)..<(block * 30 + 30) {
            var rulesets = RulesetDice(seed: UInt64(seed))
            let listing = rulesets.listing()
            let hook = try #require(listing.tables[0].chains[0].base.flatMap { Hook(rawValue: $0.hook) })
            let prover = Prover(listing, routes: routes)
            var packets = PacketDice(seed: UInt64(seed))
            for _ in 0..<100 {
                let packet = packets.packet()
                let (paths, isComplete) = prover.trace(packet, at: hook)
                let outcomes = Set(paths.map(\.isAccepted))
                let verdict = prover.verdict(of: packet, at: hook)
                let mayAccept = outcomes.contains(true)
                let mayDrop = outcomes.contains(false)
                // Where an address is not known, the tracer takes two questions about it for two unknowns.
                let isVague = prover.ruleset.translations.isRegistered
                let isSame =
                    isVague
                    ? (mayAccept || !verdict.mayAccept) && (mayDrop || !verdict.mayDrop)
                    : verdict.mayAccept == mayAccept && verdict.mayDrop == mayDrop
                try #require(
                    isSame && isComplete,
                    "seed \(seed), \(hook), \(packet): diagrams \(verdict), tracer \(outcomes)\n\(listing.text)"
                )
                counts[outcomes, default: 0] += 1
            }
        }
        #expect(counts.count == 3, "a weak test: \(counts)")
    }
}

extension RulesetListing {
    /// For the message of a failed test.
    var text: String {
        self.tables.map { table in
            let chains = table.chains.map { chain in
                let base = chain.base.map { "\($0)" } ?? ""
                return "  chain \(chain.name) \(base)\n" + chain.rules.map { "    \($0)" }.joined(separator: "\n")
            }
            let sets = table.sets.map { "  set \($0.name) \($0.elements)" }
            return "table \(table.family) \(table.name)\n" + (sets + chains).joined(separator: "\n")
        }
        .joined(separator: "\n")
    }
}
