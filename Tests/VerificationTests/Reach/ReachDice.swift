import Addressing
import Nftables

/// Makes random rules for the hosts of a ``ReachSample``, of few values, so that they meet each other's packets.
struct ReachDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// The same seed throws the same dice.
    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    static let ports: [UInt64] = [22, 80, 50333]
    static let interfaces = ["eth0", "lan0"]
    private static let networks = [
        "10.1.10.1", "10.1.10.0/24", "198.51.100.2", "198.51.100.3", "198.51.100.0/24", "10.9.0.3", "2001:db8:1::/64",
        "2001:db8:1::3",
    ]

    mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func onceIn(_ count: Int) -> Bool { Int.random(in: 1...count, using: &self) == 1 }

    /// - Parameter translates: Whether the host may change addresses of its own packets.
    mutating func ruleset(translates: Bool) -> RulesetListing {
        var chains = [
            ReachSample.chain("input", drops: !self.onceIn(4), self.rules()),
            ReachSample.chain("output", drops: self.onceIn(2), self.rules()),
            // Who forwards is another matter: here nobody does.
            ReachSample.chain("forward", []),
        ]
        if translates {
            let address = self.one(of: [0x0A01_0A01, 0xC633_6403, 0x0A09_0003] as [UInt32])
            let source = TranslationTarget(
                .source,
                family: .ipv4,
                address: .constant(.ipv4(IPv4Address(rawValue: address)...IPv4Address(rawValue: address))),
                port: nil
            )
            let rule = (self.onceIn(2) ? [self.match()] : []) + [ListedStatement.translate(source)]
            chains.append(ReachSample.chain("postrouting", type: "nat", drops: false, [rule]))
            let port = self.one(of: Self.ports)
            let destination = TranslationTarget(
                .destination,
                family: .ipv4,
                address: nil,
                port: .constant(.number(port...port))
            )
            chains.append(
                ReachSample.chain("output", type: "nat", drops: false, [[self.match(), .translate(destination)]])
            )
        }
        return ReachSample.ruleset(chains)
    }

    private mutating func rules() -> [[ListedStatement]] {
        (0..<Int.random(in: 1...5, using: &self)).map { _ in
            var statements = (0..<Int.random(in: 0...2, using: &self)).map { _ in self.match() }
            if self.onceIn(6) { statements.append(.undecidable("limit")) }
            statements.append(.verdict(self.onceIn(3) ? .drop : .accept))
            return statements
        }
    }

    private mutating func match() -> ListedStatement {
        let comparison: ListedStatement.Comparison = self.onceIn(5) ? .different : .equal
        switch Int.random(in: 0...5, using: &self) {
        case 0:
            let state = self.one(of: ["new", "established", "invalid"])
            return .match(comparison, .connection("state", direction: nil), .symbol(state))
        case 1: return ReachSample.ip("saddr", self.one(of: Self.networks))
        case 2: return ReachSample.ip("daddr", self.one(of: Self.networks))
        case 3: return ReachSample.tcp("dport", self.one(of: Self.ports))
        case 4: return ReachSample.tcp("sport", self.one(of: Self.ports))
        default:
            let key = self.one(of: ["iifname", "oifname"])
            return .match(comparison, .meta(key), .symbol(self.one(of: Self.interfaces)))
        }
    }
}
