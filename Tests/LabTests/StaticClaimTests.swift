import Testing
import Verification

extension LabSuite {
    @Suite struct StaticClaimTests {
        @Test("every claim holds of what the compiler makes", arguments: StaticSample.allCases)
        func clean(sample: StaticSample) async throws {
            let claims = try await sample.claims().filter { $0.id != .expectation }
            #expect(claims.filter { $0.outcome != .holds } == [])
            // What holds says what it rests on: interfaces, spoofing, and how a maybe counts.
            for claim in claims where claim.id != .bootSafe {
                for word in ["interface", "spoofed", "cannot be known"] {
                    #expect(claim.assumptions.contains { $0.contains(word) }, "\(claim.id): \(word)")
                }
            }
            let expected: Set<StaticClaim.ID> = [
                .validatorUnreachable, .validatorConfined, .linksPermitted, .sentryOpen, .slotsReserved, .adminClosed,
                .ipv6Closed, .spoofingRefused, .noForeignInterference, .bootSafe,
            ]
            #expect(Set(claims.map(\.id)).isSuperset(of: expected))
            #expect(sample != .rich || claims.contains { $0.id == .adminReachable })
        }

        @Test("every change is caught by its claim, which names the host", arguments: StaticChange.all)
        func mutation(change: StaticChange) async throws {
            let claims = try await change.sample.claims(changing: change)
            let claim = try #require(claims.first { $0.id == change.claim })
            #expect(claim.outcome == .violated)
            #expect(claim.evidence.contains { $0.vantage == change.host }, "\(claim.evidence)")
        }

        @Test("what changes no verdict alarms nobody", arguments: StaticChange.harmless)
        func harmless(change: StaticChange) async throws {
            let claims = try await change.sample.claims(changing: change)
            #expect(claims.filter { $0.outcome != .holds } == [])
        }

        @Test("a ceiling whose file is not known is said to rest on it")
        func withoutFile() async throws {
            let claims = try await StaticSample.quickstart.claims(changing: .onePacketMore)
            let claim = try #require(claims.first { $0.id == .slotsReserved })
            #expect(claim.outcome == .holds)
            #expect(claim.assumptions.contains { $0.contains("whose file is not known") })
            let known = try #require(try await StaticSample.quickstart.claims().first { $0.id == .slotsReserved })
            #expect(!known.assumptions.contains { $0.contains("whose file is not known") })
            #expect(known.assumptions.contains { $0.contains("the server gives a slot back when it closes") })
        }

        @Test("evidence is a packet and the rule that let it through")
        func evidence() async throws {
            let broken = StaticChange(
                "ssh",
                .quickstart,
                "validator-1",
                "ct state established counter accept",
                "ct state established counter accept\n\t\tip saddr 192.0.2.7 tcp dport 22 accept",
                breaks: .validatorUnreachable
            )
            let claims = try await StaticSample.quickstart.claims(changing: broken)
            let claim = try #require(claims.first { $0.id == .validatorUnreachable })
            let text = try #require(claim.evidence.first).text
            #expect(text.contains("new TCP 192.0.2.7:"), "\(text)")
            #expect(text.contains("-> 10.1.10.51:22"), "\(text)")
            #expect(
                text.contains("'ip saddr 192.0.2.7 tcp dport 22 accept' of chain input, table inet picket"),
                "\(text)"
            )
        }

        @Test(
            "what the topology expects of packets is settled",
            arguments: [
                ("deny: { from: stranger, to: v, port: 50333 }", Claim.Outcome.holds),
                ("deny: { from: any, to: v, port: 50333 }", .holds),
                ("deny: { from: stranger, to: s-1, port: 22 }", .holds),
                // Who administers it is a stranger, too.
                ("deny: { from: stranger, to: s-1, port: 2222 }", .violated),
                ("deny: { from: 192.0.2.0/24, to: s-2, port: 22 }", .holds),
                ("deny: { from: 203.0.113.0/24, to: s-2, port: 22 }", .violated),
                ("deny: { from: v, to: s-1, port: 50333 }", .holds),
                ("deny: { from: dmz, to: s-1, port: 9200 }", .violated),
                ("deny: { from: v, to: stranger }", .holds),
                ("deny: { from: s-1, to: stranger }", .violated),
                ("allow: { from: stranger, to: s-1, port: 50333 }", .holds),
                ("allow: { from: stranger, to: v, port: 50333 }", .violated),
                ("allow: { from: v, to: r, port: 50333 }", .holds),
                ("allow: { from: r, to: s-2, port: 50333 }", .holds),
                ("allow: { from: r, to: v, port: 50333 }", .violated),
                ("allow: { from: v, to: s-1, port: 50333 }", .violated),
                ("allow: { from: v, to: 10.1.10.1, protocol: udp, port: 123 }", .holds),
                ("allow: { from: v, to: 10.1.10.3, protocol: udp, port: 123 }", .violated),
                ("allow: { from: 203.0.113.16/28, to: v, port: 22 }", .holds),
                ("allow: { from: 203.0.113.0/27, to: v, port: 22 }", .violated),
                // Over IPv6 it is administered from there, at addresses that the topology does not name.
                ("allow: { from: '2001:db8:9::/64', to: v, port: 22 }", .unsettled),
                ("deny: { from: '2001:db8:9::/64', to: v, port: 22 }", .violated),
                ("deny: { from: '2001:db8:99::/64', to: v, port: 22 }", .holds),
                ("deny: { from: stranger, to: v, port: 22 }", .violated),
                ("deny: { from: v, to: stranger, protocol: udp, port: 53 }", .violated),
                ("deny: { from: v, to: stranger, protocol: udp, port: 54 }", .holds),
            ]
        )
        func expectations(expectation: String, outcome: Claim.Outcome) async throws {
            let claims = try await StaticSample.rich.claims(expecting: "expect: [{ \(expectation) }]\n")
            let claim = try #require(claims.last)
            #expect(claim.id == .expectation)
            #expect(claim.outcome == outcome, "\(claim.evidence)")
        }

        @Test(
            "what is to get through does not where it is not tracked or written anew, and may not where it is not seen",
            arguments: [
                ("hook output priority raw; tcp dport 50333 notrack", "v", Claim.Outcome.violated),
                ("hook output priority raw; tcp dport 50333 ct zone set 5", "v", .violated),
                ("hook prerouting priority raw; ip saddr 10.1.10.51 notrack", "r", .violated),
                ("hook output priority raw; ip daddr 10.9.9.9 notrack", "v", .holds),
                ("hook output priority 100; tcp dport 50333 ip daddr set 192.0.2.1", "v", .unsettled),
                ("hook ingress device \"lo\" priority 0; ip saddr 192.0.2.1 drop", "r", .unsettled),
            ]
        )
        func untied(chain: String, host: String, outcome: Claim.Outcome) async throws {
            let change = StaticChange("untied", .rich, host, "", "", breaks: .expectation)
                .declaring("\tchain more {\n\t\ttype filter \(chain)\n\t}\n\n")
            let expected = "expect: [{ allow: { from: v, to: r, port: 50333 } }]\n"
            let claims = try await StaticSample.rich.claims(expecting: expected, changing: change)
            let claim = try #require(claims.last)
            #expect(claim.id == .expectation)
            #expect(claim.outcome == outcome, "\(claim.evidence)")
        }

        @Test(
            "of what is to get through, later packets and answers have to as well",
            arguments: [
                ("allow: { from: 10.1.10.9/32, to: s-2, port: 9100 }", "s-2", "output", "tcp sport 9100 drop"),
                ("allow: { from: 10.1.10.9/32, to: s-2, port: 9100 }", "s-2", "input", "ct state established drop"),
                ("allow: { from: v, to: 10.1.10.1, protocol: udp, port: 123 }", "v", "input", "udp sport 123 drop"),
                ("allow: { from: v, to: r, port: 50333 }", "v", "input", "tcp sport 50333 drop"),
                ("allow: { from: v, to: r, port: 50333 }", "v", "output", "tcp flags psh / psh,syn drop"),
                ("allow: { from: v, to: r, port: 50333 }", "r", "output", "tcp sport 50333 drop"),
                (
                    "allow: { from: v, to: r, port: 50333 }", "r", "input",
                    "tcp dport 50333 tcp flags fin / fin,syn drop"
                ),
                ("allow: { from: stranger, to: s-2, port: 50333 }", "s-2", "output", "tcp sport 50333 drop"),
            ]
        )
        func kept(expectation: String, host: String, hook: String, rule: String) async throws {
            let expected = "expect: [{ \(expectation) }]\n"
            let before = try #require(try await StaticSample.rich.claims(expecting: expected).last)
            #expect(before.outcome == .holds, "\(before.evidence)")
            let change = StaticChange("kept", .rich, host, "", "", breaks: .expectation)
                .declaring("\tchain more {\n\t\ttype filter hook \(hook) priority -1; \(rule)\n\t}\n\n")
            let after = try #require(try await StaticSample.rich.claims(expecting: expected, changing: change).last)
            #expect(after.outcome == .violated, "\(after.evidence)")
        }

        @Test("two hosts may meet over IPv6 at addresses that the topology does not name")
        func unnamed() async throws {
            let loopback = "oifname \"lo\" counter accept\n"
            let open = StaticChange(
                "IPv6",
                .rich,
                "r",
                loopback,
                loopback + "\t\ttcp dport 22 accept\n",
                breaks: .expectation
            )
            let expected = "expect: [{ deny: { from: r, to: v, port: 22 } }]\n"
            let before = try #require(try await StaticSample.rich.claims(expecting: expected).last)
            #expect(before.outcome == .holds, "\(before.evidence)")
            let after = try #require(try await StaticSample.rich.claims(expecting: expected, changing: open).last)
            #expect(after.outcome == .violated, "\(after.evidence)")
        }

        @Test(
            "strangers are within the ceilings, and nobody can know what else they meet",
            arguments: [
                ("ct count over 3", Claim.Outcome.holds), ("iiftype ether", .unsettled), ("counter", .violated),
            ]
        )
        func ceilings(match: String, outcome: Claim.Outcome) async throws {
            let change = StaticChange.rule(
                "met",
                .rich,
                "s-2",
                after: StaticChange.established,
                "tcp dport 50333 \(match) drop",
                breaks: .expectation
            )
            let expected = "expect: [{ allow: { from: stranger, to: s-2, port: 50333 } }]\n"
            let claims = try await StaticSample.rich.claims(expecting: expected, changing: change)
            let claim = try #require(claims.last)
            #expect(claim.outcome == outcome, "\(claim.evidence)")
        }
    }
}
