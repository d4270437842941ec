import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// Lines of rules, against what the kernel makes of the text: each rule says its own line in its comment.
    @Suite struct RuleLinesInKernelTests {
        private struct Trace: Decodable {
            struct Way: Decodable {
                struct Step: Decodable {
                    let rule: String
                    let line: Int?
                    let handle: Int?
                }

                let steps: [Step]
            }

            let ways: [Way]
        }

        /// No rule decides, so that a packet sees all of them.
        private static let texts: [(name: String, text: String, isKnown: Bool)] = [
            (
                "one of everything",
                """
                #!/usr/sbin/nft -f
                define web = { 80,
                    443 }   # two lines
                flush ruleset
                table inet t {
                    set s { type ipv4_addr; flags interval
                        elements = { 10.0.0.0/8, # { "
                                     192.168.0.0/16 }
                    }
                    map m { type inet_service : verdict; elements = { 1 : drop, 2 : drop }; }
                    counter n { }
                    chain other { counter comment "L12"; counter comment "L12"
                    }
                    chain c {
                        type filter hook input priority 0; policy accept;
                        counter comment "L16"; counter comment "L16"
                        tcp dport { 22,
                            23 } counter comment "L17"
                        tcp dport $web counter \\
                            comment "L19"
                        log prefix "a # { ; } b" comment "L21"
                        ip saddr @s tcp dport vmap { 5 : drop,
                            6 : jump other } comment "L22"
                        jump other comment "L24"
                    }
                }
                table inet t {
                    chain c { ip6 nexthdr tcp counter comment "L28"
                    }
                }
                add rule inet t c counter comment "L31"; add rule inet t c counter comment "L31"
                insert rule inet t c counter comment "L32"
                insert rule inet t c counter comment "L33"
                """,
                true
            ),
            (
                "cleared and written again",
                """
                table inet t { chain c { type filter hook input priority 0; counter comment "L1"; }; }
                flush table inet t
                add rule inet t c counter comment "L3"
                delete table inet t
                table inet t {
                    chain c {
                        type filter hook input priority 0
                        counter comment "L8" ; }
                }
                """,
                true
            ),
            (
                "commands alone",
                """
                add table inet t
                add chain inet t c { type filter hook input priority 0 ; policy accept ; }
                add set inet t s { type ipv4_addr ; }
                add element inet t s { 10.0.0.1,
                    10.0.0.2 }
                add rule inet t c ip saddr { 10.0.0.1,
                    10.0.0.2 } counter comment "L6"
                add rule inet t c counter comment "L8"
                flush chain inet t c
                add rule inet t c counter comment "L10"
                """,
                true
            ),
            (
                "a place by index",
                """
                table inet t { chain c { type filter hook input priority 0; counter comment "L1"; }; }
                add rule inet t c index 0 counter comment "L2"
                insert rule inet t c index 0 counter comment "L3"
                """,
                false
            ),
        ]

        @Test("a line is that of the rule, or none", arguments: Self.texts.indices)
        func lines(index: Int) async throws {
            let sample = Self.texts[index]
            let folder = try ScratchFolder()
            let file = try folder.write(sample.text + "\n", to: "x.nft")
            let run = try await Picket.run("trace", "--nft", file, "tcp from 10.1.1.1 to any:9 in eth0", "--json")
            #expect(run.errors.isEmpty, "\(run.all)")
            let trace = try JSONDecoder().decode(Trace.self, from: Data(run.output.utf8))
            let rules = trace.ways.flatMap(\.steps).filter { $0.handle != nil }
            #expect(!rules.isEmpty)
            for rule in rules {
                let comment = try #require(rule.rule.components(separatedBy: "comment \"L").last?.dropLast(), "\(rule)")
                #expect(rule.line == (sample.isKnown ? Int(comment) : nil), "\(sample.name): \(rule)")
            }
        }
    }
}
