import Addressing
import Nftables
import TestSupport

/// Makes random rules for the hosts of a ``ReachSample``, of few values, so that they meet each other's packets.
struct ReachDice {
    private var dice: Dice

    init(seed: UInt64) {
        self.dice = Dice(seed: seed)
    }

    static let ports: [UInt64] = [22, 80, 50333]
    static let interfaces = ["eth0", "lan0"]
    private static let networks = [
        "10.1.10.1", "10.1.10.0/24", "198.51.100.2", "198.51.100.3", "198.51.100.0/24", "10.9.0.3", "2001:db8:1::/64",
        "2001:db8:1::3",
    ]

    mutating func onceIn(_ count: Int) -> Bool { self.dice.onceIn(count) }

    /// - Parameter translates: Whether the host may change addresses of its own packets.
    mutating func ruleset(translates: Bool) -> RulesetListing {
        var chains = [
            ReachSample.chain("input", drops: !self.onceIn(4), self.rules()),
            ReachSample.chain("output", drops: self.onceIn(2), self.rules()),
            // Who forwards is another matter: here nobody does.
            ReachSample.chain("forward", []),
        ]
        if translates {
            let address = self.dice.one(of: [0x0A01_0A01, 0xC633_6403, 0x0A09_0003] as [UInt32])
            let source = TranslationTarget(
                .source,
                family: .ipv4,
                address: .constant(.ipv4(IPv4Address(rawValue: address)...IPv4Address(rawValue: address))),
                port: nil
            )
            let rule = (self.onceIn(2) ? [self.match()] : []) + [ListedStatement.translate(source)]
            chains.append(ReachSample.chain("postrouting", type: "nat", drops: false, [rule]))
            let port = self.dice.one(of: Self.ports)
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
        (0..<self.dice.number(1...5)).map { _ in
            var statements = (0..<self.dice.number(0...2)).map { _ in self.match() }
            if self.onceIn(6) { statements.append(.undecidable("limit")) }
            statements.append(.verdict(self.onceIn(3) ? .drop : .accept))
            return statements
        }
    }

    private mutating func match() -> ListedStatement {
        let comparison: ListedStatement.Comparison = self.onceIn(5) ? .different : .equal
        switch self.dice.number(0...5) {
        case 0:
            let state = self.dice.one(of: ["new", "established", "invalid"])
            return .match(comparison, .connection("state", direction: nil), .symbol(state))
        case 1: return ReachSample.ip("saddr", self.dice.one(of: Self.networks))
        case 2: return ReachSample.ip("daddr", self.dice.one(of: Self.networks))
        case 3: return ReachSample.tcp("dport", self.dice.one(of: Self.ports))
        case 4: return ReachSample.tcp("sport", self.dice.one(of: Self.ports))
        default:
            let key = self.dice.one(of: ["iifname", "oifname"])
            return .match(comparison, .meta(key), .symbol(self.dice.one(of: Self.interfaces)))
        }
    }
}
