import Addressing
import Nftables
import TestSupport
import Testing

@testable import PacketSpace

/// Rules of which the kernel was asked what their listing leaves out.
@Suite struct UnlistedQuestionTests {
    private static let command = "deny tcp from any to [2001:db8::1]:22"

    private static func outcome(
        _ rule: ListedRule,
        in family: String = "ip6",
        _ text: String = Self.command
    ) throws -> String {
        let base = ListedChain.Base(type: "filter", hook: "input", priority: 0, dropsByPolicy: false)
        let chain = ListedChain(name: "input", base: base, rules: [rule])
        let prover = Prover(RulesetListing(tables: [ListedTable(family: family, name: "t", chains: [chain])]))
        return prover.settle(try RulesetExpectation(text)).word
    }

    private static func drop(_ header: String, _ unlisted: UnlistedQuestions) -> ListedRule {
        ListedRule(
            handle: 1,
            [.match(.equal, .payload(protocol: header, field: "dport"), .number(22...22)), .verdict(.drop)],
            unlisted: unlisted
        )
    }

    @Test("a drop that sees only the next header lets through what comes behind an extension header")
    func nextHeader() throws {
        #expect(try Self.outcome(Self.drop("tcp", .known([.nextHeader(6)]))) == "violated")
        #expect(try Self.outcome(Self.drop("tcp", .known([.transport(6)]))) == "holds")
        #expect(try Self.outcome(Self.drop("tcp", .unknown)) == "unsettled")
        #expect(try Self.outcome(Self.drop("tcp", .unknown), in: "inet") == "holds")
    }

    @Test("ports of any transport are those of TCP only if the rule asks for nothing else")
    func anyTransport() throws {
        #expect(try Self.outcome(Self.drop("th", .known([])), in: "inet") == "holds")
        #expect(try Self.outcome(Self.drop("th", .known([.transport(254)])), in: "inet") == "violated")
        #expect(try Self.outcome(Self.drop("th", .unknown), in: "inet") == "unsettled")
    }

    @Test("the counter-example is a packet that a raw socket can send")
    func counterExample() throws {
        var packet = Packet(
            .ipv6(source: IPv6Address(rawValue: 1), destination: IPv6Address(rawValue: 2)),
            .tcp(source: 1, destination: 22, flags: .syn)
        )
        packet.extensionHeader = .hopByHop
        let bytes = PacketBytes.bytes(of: packet)
        #expect(bytes.count == 68 && bytes[6] == 0 && bytes[40...47] == [6, 0, 1, 4, 0, 0, 0, 0] && bytes[51] == 22)
        #expect(Int(bytes[4]) << 8 | Int(bytes[5]) == 28)
        #expect("\(packet)".contains("behind a hop-by-hop header"))
    }

    @Test("what is allowed is allowed to packets with nothing in between")
    func allowance() throws {
        let accepting = ListedRule(
            handle: 1,
            [.match(.equal, .payload(protocol: "tcp", field: "dport"), .number(22...22)), .verdict(.accept)],
            unlisted: .known([.nextHeader(6)])
        )
        #expect(try Self.outcome(accepting, "allow tcp from any to [2001:db8::1]:22") == "holds")
    }
}
