import Nftables
import TestSupport
import Testing

@testable import PacketSpace

@Suite struct ExpectationTests {
    private static func sample(_ name: String) throws -> Prover {
        Prover(try RulesetListing(json: Repository.bytes("Tests/Vectors/nftables/samples/\(name).json")))
    }

    @Test(
        "every mistake in an expectation is named",
        arguments: [
            ("", ["begin with 'allow' or 'deny'"]),
            ("permit tcp", ["begin with 'allow' or 'deny'"]),
            ("deny", ["it describes no packets; write 'any' for all"]),
            (
                "deny tcp from 10.0.0.300 to any:70000",
                [
                    "'10.0.0.300' is no address, no prefix and not 'any', with or without a port",
                    "'70000' is no port and no range of ports, such as 22 or 1024-65535",
                ]
            ),
            (
                "deny tpc state fresh at home",
                [
                    "'home' is no place: one of arrival, departure, passage, prerouting, input, forward, output, postrouting",
                    "'tpc' is no protocol and no word of a description (from, to, in, out, type, state, ipv4, ipv6)",
                    "'fresh' is no state: one of invalid, established, related, new, untracked",
                ]
            ),
            ("deny tcp udp from", ["packets are of one protocol, not also of 'udp'", "nothing follows 'from'"]),
            ("allow tcp from 10.0.0.1 to fd00::1", ["there are no such packets at arrival"]),
            ("allow tcp out eth0 at input", ["there are no such packets at input"]),
            ("deny icmp to any:22", ["there are no such packets at arrival"]),
        ]
    )
    func mistakes(text: String, problems: [String]) throws {
        let error = #expect(throws: MalformedDescription.self) { try RulesetExpectation(text) }
        #expect(error?.problems == problems)
    }

    @Test("a description means the packets that it says, in any order of its words")
    func meaning() throws {
        let store = DiagramStore()
        let packets = try PacketDescription(
            "in eth0 from [2001:db8::/32]:1024-65535 tcp state established,related to any:22"
        )
        .packets(in: store)
        let same = try PacketDescription(
            "tcp to any:22 from [2001:db8::/32]:1024-65535 state related,established in eth0"
        )
        .packets(in: store)
        #expect(packets == same)
        #expect(packets != .nothing)
        let packet = try #require(
            try PacketDescription("tcp from 10.0.0.7:50000 to 192.0.2.1:22 in eth0").packet(at: .input)
        )
        #expect("\(packet)" == "new IPv4 tcp from 10.0.0.7:50000 to 192.0.2.1:22 in eth0")
    }

    @Test(
        "a packet is written as it can be asked for",
        arguments: [
            "new IPv4 tcp from 10.0.0.7:50000 to 192.0.2.1:22 in eth0",
            "established IPv6 udp from [fd00::1]:53 to [fd00::2]:5353 in a0",
            "new IPv6 icmpv6 from [fd00::1] to [fd00::2] type 128 in a0",
            "invalid IPv4 protocol 47 from 10.0.0.7 to 192.0.2.1 in a0",
        ]
    )
    func words(text: String) throws {
        #expect(try PacketDescription(text).packet(at: .input).map { "\($0)" } == text)
    }

    @Test(
        "where nobody says a place, the interfaces do",
        arguments: [
            ("tcp", Place.arrival), ("tcp in a", .arrival), ("tcp out a", .departure), ("tcp in a out b", .passage),
        ]
    )
    func places(text: String, place: Place) throws {
        #expect(try RulesetExpectation("deny \(text)").place == place)
    }

    @Test("expectations of a sentry are settled, with the rule that decides")
    func sentry() throws {
        let prover = try Self.sample("sentry")
        #expect(prover.settle(try RulesetExpectation("deny tcp from 203.0.113.0/24 to any:22 in eth0")) == .holds)
        let denied = prover.settle(try RulesetExpectation("deny tcp from 203.0.113.0/24 in eth0"))
        let example = try #require(denied.counterExample)
        #expect(denied.word != "holds")
        #expect(example.path.isAccepted)
        #expect(example.path.decidedBy?.text.contains("tcp dport 61000 accept") == true)
        let allowed = prover.settle(try RulesetExpectation("allow tcp from 203.0.113.0/24 to any:22 in eth0"))
        #expect(allowed.word == "violated")
        #expect(allowed.counterExample?.path.isAccepted == false)
    }
}
