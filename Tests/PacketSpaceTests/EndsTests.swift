import Addressing
import Nftables
import Testing

@testable import PacketSpace

/// Ends of paths at hosts whose rules ask for what a wire does not carry.
@Suite struct EndsTests {
    private static func prover(_ hook: String, _ rules: [[ListedStatement]], drops: Bool = false) -> Prover {
        let base = ListedChain.Base(type: "filter", hook: hook, priority: 0, dropsByPolicy: drops)
        let listed = rules.enumerated().map { ListedRule(handle: $0.offset + 1, $0.element) }
        let chain = ListedChain(name: "c", base: base, rules: listed)
        return Prover(RulesetListing(tables: [ListedTable(family: "inet", name: "t", chains: [chain])]))
    }

    private static let kind = FlowKind(.opening, .ipv4, transport: 6)

    @Test("a host that drops what its routes do not expect takes what they expect")
    func expected() {
        let missing = ListedStatement.match(.equal, .routes("oif", of: ["saddr", "iif"]), .boolean(false))
        let prover = Self.prover("input", [[missing, .verdict(.drop)]])
        #expect(prover.taken(Self.kind) == .accepted)
    }

    @Test("a host that lets in only what its routes do not expect may let in anything")
    func unexpected() {
        let missing = ListedStatement.match(.equal, .routes("oif", of: ["saddr", "iif"]), .boolean(false))
        let prover = Self.prover("input", [[missing, .verdict(.accept)]], drops: true)
        #expect(prover.taken(Self.kind) == .acceptedOrDropped)
    }

    @Test("an end is a function of addresses and ports, whatever the rules ask for")
    func fields() {
        let statements: [ListedStatement] = [
            .match(.equal, .payload(protocol: "ip", field: "dscp"), .symbol("cs1")),
            .match(.equal, .payload(protocol: "ip", field: "ecn"), .symbol("ce")),
            .match(.less, .payload(protocol: "ip", field: "id"), .number(9...9)),
            .match(.equal, .meta("iifgroup"), .number(3...3)),
            .match(.anyBit, .connection("status", direction: nil), .symbol("assured")),
            .match(.equal, .routes("type", of: ["daddr"]), .symbol("broadcast")),
        ]
        for statement in statements {
            let prover = Self.prover("input", [[statement, .verdict(.accept)]], drops: true)
            #expect(prover.taken(Self.kind) == .acceptedOrDropped, "\(statement)")
        }
        let reply = ListedStatement.match(.equal, .connection("direction", direction: nil), .symbol("reply"))
        let prover = Self.prover("input", [[reply, .verdict(.accept)]], drops: true)
        #expect(prover.taken(Self.kind) == .dropped)
    }
}
