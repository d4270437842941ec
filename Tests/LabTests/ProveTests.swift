import Foundation
import TestSupport
import Testing

/// Chains of table `inet t`.
private func table(_ chains: String...) -> String {
    "table inet t {\n" + chains.enumerated().map { "  chain c\($0.offset) { type \($0.element); }\n" }.joined() + "}\n"
}

/// What the host sends has a mark.
private let marked = "filter hook output priority 0; meta mark set 5"

private let across = "192.0.2.1 . 80 : accept, 10.1.0.0/16 . 22 : drop, 10.0.0.0/8 . 1-100 : accept"

private let toAnother = "tcp dport 80 dnat ip to 10.0.1.1"

extension LabSuite {
    @Suite struct ProveTests {
        private static let rules = """
            table inet filter {
              set friends { type ipv4_addr; flags interval; elements = { 10.0.0.0/8 } }
              chain input {
                type filter hook input priority 0; policy drop;
                ct state established,related accept
                iif "lo" accept
                iif "eth7" udp dport 53 accept
                ip saddr @friends tcp dport 22 accept
                tcp dport 22 ip saddr 10.1.0.0/16 accept comment "useless"
                tcp dport 80 limit rate 5/second accept
              }
              chain output { type filter hook output priority 0; policy accept; }
            }
            """

        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        /// A file with the rules, perhaps changed.
        private func rules(_ change: (String) -> String = { $0 }) throws -> String {
            try self.folder.write(change(Self.rules), to: "rules.nft")
        }

        private static func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        // MARK: - prove

        @Test("what new packets are accepted is said in few words, with what is uncertain and what is useless")
        func summary() async throws {
            let file = try self.rules()
            let run = try await Picket.run("prove", "--nft", file)
            #expect(run.code == 0 && run.errors.isEmpty, "\(run.all)")
            let blocks = run.output.components(separatedBy: "\n\n")
            let input = try #require(blocks.first { $0.hasPrefix("input, IPv4: ") })
            #expect(input.contains("tcp") && input.contains("from 10.0.0.0/8 to port 22"), "\(run.output)")
            #expect(input.contains("in by lo") && input.contains("in by eth7 to port 53"), "\(run.output)")
            let ipv6 = try #require(blocks.first { $0.hasPrefix("input, IPv6: ") })
            #expect(!ipv6.contains("22"), "\(run.output)")
            #expect(
                blocks.contains { $0.hasPrefix("output, IPv4: ") && $0.hasSuffix("\n  any packet") },
                "\(run.output)"
            )
            let maybe = try #require(blocks.first { $0.hasPrefix("cannot be known") })
            #expect(maybe.contains("inet filter input, \(file):10: ") && maybe.contains("[limit]"), "\(run.output)")
            let never = try #require(blocks.first { $0.hasPrefix("can never match") })
            #expect(never.contains("useless") && never.split(separator: "\n").count == 2, "\(run.output)")
        }

        @Test(
            "expectations hold, are violated, or are not settled, and the exit code says which",
            arguments: [
                ("deny tcp from 192.0.2.0/24 to 10.0.0.1:22 in eth0", "holds", 0),
                ("allow tcp from 10.9.0.0/16 to any:22 in eth0", "holds", 0),
                ("deny tcp from any to 10.0.0.1:22 in eth0", "violated", 1),
                ("allow ipv6 tcp to any:22 in eth0", "violated", 1),
                ("deny tcp from any to any:80 in eth0", "unsettled", 69),
                ("allow tcp to any:80 in eth0", "unsettled", 69),
                ("deny tcp to any:443 out eth0", "violated", 1),
                ("deny tcp to any:443 in eth0 state established", "violated", 1),
            ]
        )
        func expectation(text: String, outcome: String, code: Int32) async throws {
            let file = try self.rules()
            let run = try await Picket.run("prove", "--nft", file, "--expect", text)
            #expect(run.code == code, "\(run.all)")
            #expect(run.output.hasPrefix("\(outcome) "), "\(run.all)")
            #expect(run.output.contains("packet: ") == (outcome != "holds"), "\(run.all)")
            let assumed = try #require(run.output.components(separatedBy: "\nassumed:\n").last)
            for words in ["any interface", "spoofed", "1 rule that cannot be known may match and may not"] {
                #expect(assumed.contains(words), "\(words): \(run.all)")
            }
        }

        @Test("a counter-example names the packet and the rule that lets it through")
        func counterExample() async throws {
            let file = try self.rules()
            let run = try await Picket.run(
                "prove",
                "--nft",
                file,
                "--expect",
                "deny tcp from any to 10.0.0.1:22 in eth0",
                "--json"
            )
            let report = try Self.object(run.output)
            #expect(report["schema"] as? String == "picket.prove/1")
            let expectation = try #require((report["expectations"] as? [[String: Any]])?.first)
            let example = try #require(expectation["counterExample"] as? [String: Any])
            let packet = try #require(example["packet"] as? String)
            #expect(
                packet.hasPrefix("new IPv4 tcp from 10.") && packet.hasSuffix(" to 10.0.0.1:22 in eth0"),
                "\(packet)"
            )
            let decider = try #require(example["decidedBy"] as? String)
            #expect(decider.hasPrefix("inet filter input, \(file):8: ") && decider.contains("@friends"), "\(decider)")
            // The packet of the counter-example goes the same way when it is traced.
            let trace = try await Picket.run("trace", "--nft", file, packet)
            #expect(trace.code == 0 && trace.output.contains("accepted by \(decider)"), "\(trace.all)")
        }

        @Test("a translated connection is judged by the rules for its new address")
        func translation() async throws {
            let file = try self.rules {
                $0
                    + "\ntable ip nat { chain pre { type nat hook prerouting priority -100; tcp dport 2222 dnat to 10.0.0.1:22; }; }\n"
            }
            let run = try await Picket.run(
                "prove",
                "--nft",
                file,
                "--expect",
                "deny tcp to any:2222 in eth0",
                "--expect",
                "deny tcp to any:2222 in eth0 at input"
            )
            #expect(run.code == 1, "\(run.all)")
            #expect(run.output.hasPrefix("violated ") && run.output.contains("\nholds "), "\(run.all)")
            #expect(run.output.contains("ip nat pre") && run.output.contains("translates"), "\(run.all)")
        }

        @Test("a table that is not judged leaves an allowance unsettled, and is named")
        func notJudged() async throws {
            let file = try self.rules {
                $0 + "\ntable bridge b { chain f { type filter hook forward priority 0; }; }\n"
            }
            let expectation = "allow tcp from 10.9.0.0/16 to any:22 in eth0"
            let run = try await Picket.run("prove", "--nft", file, "--expect", expectation)
            #expect(run.code == 69 && run.output.contains("bridge b is not judged"), "\(run.all)")
            let denial = "deny tcp from 192.0.2.0/24 to any:22 in eth0"
            let denied = try await Picket.run("prove", "--nft", file, "--expect", denial)
            #expect(denied.code == 0 && denied.output.contains("not judged\n  bridge b"), "\(denied.all)")
        }

        @Test("a table that changes packets unseen leaves a denial unsettled")
        func changedUnseen() async throws {
            let file = try self.rules {
                $0 + "\ntable bridge b { chain f { type filter hook prerouting priority 0; tcp dport set 22; }; }\n"
            }
            let denial = "deny tcp from 192.0.2.0/24 to any:22 in eth0"
            let run = try await Picket.run("prove", "--nft", file, "--expect", denial)
            #expect(
                run.code == 69 && run.output.contains("bridge b is not judged and may change packets"),
                "\(run.all)"
            )
        }

        @Test("interfaces that the rules take to be there need not be on this machine")
        func interfaces() async throws {
            let file = try self.rules {
                $0 + "\ntable netdev n { chain i { type filter hook ingress device \"wan7\" priority 0; }; }\n"
            }
            let run = try await Picket.run("prove", "--nft", file)
            #expect(run.code == 0 && run.output.contains("not judged\n  netdev n\n"), "\(run.all)")
        }

        @Test("rules that nftables does not take are told with file and line")
        func brokenRules() async throws {
            let file = try self.rules { $0.replacing("tcp dport 80", with: "tcp dporrt 80") }
            for arguments in [["prove", "--nft", file], ["trace", "--nft", file, "tcp"], ["diff", file, file]] {
                let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(30))
                #expect(run.code == 65 && run.output.isEmpty, "\(run.all)")
                #expect(run.errors.contains("\(file):10:"), "\(run.all)")
            }
        }

        @Test("unreadable JSON is told with its place")
        func brokenJSON() async throws {
            let file = try self.folder.write("{\"nftables\": [{\"rule\": 3}]}", to: "rules.json")
            let run = try await Picket.run("prove", "--ruleset", file)
            #expect(run.code == 65 && run.errors.contains("\(file): unreadable listing at byte "), "\(run.all)")
        }

        @Test(
            "a dormant table is in nobody's way, though nft 1.0.6 cannot write it as JSON; what stands beside it counts"
        )
        func dormant() async throws {
            let file = try self.folder.write(
                """
                table inet asleep {
                	flags dormant
                	chain c { type filter hook input priority 0; policy drop; }
                }
                table inet awake {
                	chain c { type filter hook input priority 5; policy accept; tcp dport 22 drop; }
                }

                """,
                to: "dormant.nft"
            )
            // What it writes is chance, so it must be right every time.
            for _ in 0..<5 {
                let run = try await Picket.run(
                    "prove",
                    "--nft",
                    file,
                    "--expect",
                    "allow new tcp from any to 10.0.0.1:23 in eth0",
                    "--expect",
                    "deny tcp from any to 10.0.0.1:22 in eth0"
                )
                #expect(run.code == 0, "\(run.all)")
            }
        }

        @Test("JSON that breaks off at a table's flags is told to be of a dormant one, with what to do")
        func brokenFlags() async throws {
            let head = #"{"nftables": [{"table": {"family": "inet", "name": "t", "handle": 1, "flags": "#
            let file = try self.folder.write(head, to: "rules.json")
            let run = try await Picket.run("prove", "--ruleset", file)
            #expect(run.code == 65 && run.errors.contains("such as a dormant one"), "\(run.all)")
            #expect(run.errors.contains("--nft rules.nft"), "\(run.all)")
        }

        @Test("everything that is wrong with the command line is told at once")
        func commandLine() async throws {
            let run = try await Picket.run(
                "prove",
                "--nft",
                "a",
                "--live",
                "--expect",
                "permit tcp",
                "--expect",
                "deny tpc to any:99999"
            )
            #expect(run.code == 64, "\(run.all)")
            for part in [
                "name one ruleset", "begin with 'allow' or 'deny'", "'tpc' is no protocol", "'99999' is no port",
            ] {
                #expect(run.errors.contains(part), "\(part) in: \(run.all)")
            }
        }

        @Test("a user who may not read the machine's rules is told what it takes")
        func noPrivilege() async throws {
            // In a user namespace of its own, a process has no rights over the network outside.
            let process = try RunningProcess("unshare", ["-Ur", Picket.binary, "prove", "--live"], in: "/")
            let run = try await process.finish(within: .seconds(30))
            #expect(run.code == 77 && run.output.isEmpty, "\(run.all)")
            #expect(run.errors.contains("CAP_NET_ADMIN"), "\(run.all)")
        }

        @Test("live rules are those of the namespace that it runs in")
        func live() async throws {
            let file = try self.rules { $0.replacing("iif \"eth7\"", with: "iifname \"eth7\"") }
            let script = "nft -f \(file) && exec \(Picket.binary) prove --live --expect 'deny tcp to any:22 in eth0'"
            let process = try RunningProcess("unshare", ["-Urn", "sh", "-c", script], in: "/")
            let run = try await process.finish(within: .seconds(30))
            #expect(run.code == 1 && run.output.hasPrefix("violated "), "\(run.all)")
        }

        @Test(
            "in a table of IPv6, what a rule asks that its listing does not say is asked of the kernel",
            arguments: [("ip6 nexthdr tcp tcp dport 22 drop", "violated", 1), ("tcp dport 22 drop", "holds", 0)]
        )
        func extensionHeaders(rule: String, outcome: String, code: Int32) async throws {
            let rules = "table ip6 t {\n chain i {\n type filter hook input priority 0\n \(rule)\n }\n}\n"
            let file = try self.folder.write(rules, to: "six.nft")
            let denial = "deny tcp from any to [2001:db8::1]:22 in eth0"
            let written = try await Picket.run("prove", "--nft", file, "--expect", denial)
            #expect(written.code == code && written.output.hasPrefix("\(outcome) "), "\(written.all)")
            #expect(written.output.contains("behind a hop-by-hop header") == (code == 1), "\(written.all)")
            let summary = try await Picket.run("prove", "--nft", file)
            #expect(summary.code == 0 && !summary.output.contains("cannot be known beforehand"), "\(summary.all)")
            let script = "nft -f \(file) && exec \(Picket.binary) prove --live --expect '\(denial)'"
            let process = try RunningProcess("unshare", ["-Urn", "sh", "-c", script], in: "/")
            let live = try await process.finish(within: .seconds(30))
            #expect(live.code == code && live.output.hasPrefix("\(outcome) "), "\(live.all)")
            // The listing alone does not tell the two rules apart.
            let listing = "nft -f \(file) && nft -j list ruleset > \(self.folder.path("six.json"))"
            let listed = try RunningProcess("unshare", ["-Urn", "sh", "-c", listing], in: "/")
            #expect(try await listed.finish(within: .seconds(30)).code == 0)
            let json = self.folder.path("six.json")
            let alone = try await Picket.run("prove", "--ruleset", json, "--expect", denial)
            #expect(alone.code == 69 && alone.output.contains("that the listing does not say"), "\(alone.all)")
        }

        @Test("rules on which libnftables breaks off are an error, not the end")
        func assertion() async throws {
            let rule = "meta l4proto gre th sport 1-2 drop"
            let rules = "table ip t {\n chain i {\n type filter hook input priority 0\n \(rule)\n }\n}\n"
            let file = try self.folder.write(rules, to: "gre.nft")
            let written = try await Picket.run("prove", "--nft", file)
            let script = "nft -f \(file) && exec \(Picket.binary) prove --live"
            let process = try RunningProcess("unshare", ["-Urn", "sh", "-c", script], in: "/")
            for run in [written, try await process.finish(within: .seconds(30))] {
                // A libnftables that lists them is as good.
                if run.code == 0 { continue }
                #expect([65, 69].contains(run.code) && run.output.isEmpty, "\(run.all)")
                #expect(run.errors.contains("libnftables broke off while it listed the rules"), "\(run.all)")
                #expect(!run.errors.contains("Assertion") && !run.errors.contains("Backtrac"), "\(run.all)")
            }
        }

        // MARK: - trace

        @Test(
            "a trace says what becomes of the packet, and its exit code too",
            arguments: [
                ("tcp from 10.0.0.7:40000 to 10.0.0.1:22 in eth0", 0, "rules.nft:8: ip saddr @friends"),
                ("tcp from 192.0.2.7:40000 to 10.0.0.1:22 in eth0", 1, "dropped by inet filter input: policy drop"),
                ("tcp from 192.0.2.7 to 10.0.0.1:80 in eth0", 69, "cannot be known beforehand"),
            ]
        )
        func trace(packet: String, code: Int32, text: String) async throws {
            let file = try self.rules()
            let run = try await Picket.run("trace", "--nft", file, packet)
            #expect(run.code == code && run.output.contains(text), "\(run.all)")
            #expect(run.output.contains("no match"), "\(run.all)")
            let atHook = try await Picket.run("trace", "--nft", file, packet, "--hook", "input", "--json")
            #expect(atHook.code == code, "\(atHook.all)")
            let ways = try #require(try Self.object(atHook.output)["ways"] as? [[String: Any]])
            #expect(ways.count == (code == 69 ? 2 : 1))
        }

        @Test("a thousand rules are taken at once")
        func large() async throws {
            let rules = (1...1000).map { "  ip saddr 10.0.\($0 / 250).\($0 % 250) tcp dport \($0) accept\n" }.joined()
            let chain = " chain c {\n  type filter hook input priority 0; policy drop;\n\(rules) }\n"
            let file = try self.folder.write("table inet t {\n\(chain)}\n", to: "large.nft")
            let run = try await Picket.run("prove", "--nft", file, "--expect", "deny tcp to 10.0.0.1:1001 in eth0")
            #expect(run.code == 0, "\(run.all)")
        }

        // MARK: - What the kernel was seen to do

        private static let observed: [(rules: String, expectation: String, code: Int32)] = [
            // What is between neighbours is never new, and what of ICMP is no question is invalid.
            (table("filter hook input priority 0; policy drop; ct state new accept"), "allow icmpv6 type 135", 1),
            (table("filter hook input priority 0; policy drop; ct state untracked accept"), "deny icmpv6 type 135", 1),
            (table("filter hook input priority 0; policy drop; ct state new accept"), "allow icmpv6 type 128", 0),
            (table("filter hook input priority 0; policy drop; ct state invalid accept"), "deny icmp type 9", 1),
            (table("filter hook input priority 0; policy drop; ct state invalid accept"), "deny icmp type 8", 0),
            // Of TCP only what asks or acknowledges is new, and of others nobody knows here.
            (table("filter hook input priority 0; policy drop; ct state invalid accept"), "deny tcp in eth0", 1),
            (table("filter hook input priority 0; policy drop; ct state invalid accept"), "deny udp in eth0", 0),
            (table("filter hook input priority 0; policy drop; ct state invalid accept"), "deny 132 in eth0", 1),
            (table("filter hook input priority 0; policy drop; ct state new accept"), "allow 132 in eth0", 0),
            (
                table("filter hook input priority 0; policy drop; tcp flags fin / fin,syn ct state new accept"),
                "deny tcp in eth0", 0
            ),
            (table("filter hook input priority 0; tcp flags & (fin | rst) != 0 drop"), "allow tcp in eth0", 0),
            (table("filter hook input priority 0; tcp flags & (fin | syn) == fin drop"), "allow tcp in eth0", 0),
            // A hook later on sees what hooks before it have made of packets.
            (
                table(
                    "filter hook prerouting priority -300; notrack",
                    "filter hook input priority 0; policy drop; ct state untracked accept"
                ),
                "deny tcp at input", 1
            ),
            // What the host sends itself comes in with its mark, and with its connection.
            (
                table(marked, "filter hook input priority 0; iifname \"lo\" meta mark 5 drop"),
                "allow tcp in lo state any", 69
            ),
            (
                table(marked, "filter hook input priority 0; iifname \"eth0\" meta mark 5 drop"),
                "allow udp to 224.0.0.251:5353 in eth0", 69
            ),
            (
                table(marked, "filter hook input priority 0; iifname \"eth0\" meta mark 5 drop"),
                "allow tcp to 192.0.2.1:80 in eth0", 0
            ),
            (
                table(
                    "filter hook prerouting priority -300; notrack",
                    "filter hook prerouting priority 0; policy drop; ct state untracked accept"
                ),
                "allow udp to 224.0.0.251:5353 in eth0 state any", 69
            ),
            // What a host asks its neighbours has an interface that it came in by, and what passes on to several has none.
            (
                table("filter hook postrouting priority 0; iifname \"eth0\" drop"),
                "allow icmpv6 type 135 out eth0 state any", 69
            ),
            (table("filter hook postrouting priority 0; iifname \"eth0\" drop"), "allow tcp out eth0", 0),
            (
                table("filter hook postrouting priority 0; iifname \"eth0\" drop"),
                "deny udp to 239.1.1.1 in eth0 out eth1", 69
            ),
            (
                table("filter hook postrouting priority 0; iifname \"eth0\" drop"),
                "deny udp to 192.0.2.1 in eth0 out eth1", 0
            ),
            // A first packet has a connection without a mark and without a translation.
            (table("filter hook input priority 0; policy drop; ct status dnat accept"), "deny tcp in eth0", 0),
            (table("filter hook input priority 0; policy drop; ct mark 1 accept"), "deny tcp in eth0", 0),
            (
                table(
                    "filter hook input priority 0; policy drop; ct mark 1 accept",
                    "filter hook postrouting priority 0; ct mark set 1"
                ),
                "deny tcp in eth0", 1
            ),
            (
                table(
                    "filter hook input priority 0; policy drop; ct status dnat accept",
                    "nat hook prerouting priority -100; tcp dport 1 dnat ip to 192.0.2.9"
                ),
                "deny tcp to 192.0.2.1 in eth0", 69
            ),
            // Of two fields that lie side by side, nft asks whether both together are different.
            (
                table("filter hook input priority 0; policy drop; udp sport != 53 udp dport != 53 accept"),
                "deny udp to 192.0.2.1:53 in eth0", 69
            ),
            (
                table(
                    "filter hook input priority 0; policy drop; udp sport != { 53, 54 } udp dport != { 53, 54 } accept"
                ),
                "deny udp to 192.0.2.1:53 in eth0", 0
            ),
            (
                table("filter hook input priority 0; tcp sport != 22 tcp dport != 22 drop"),
                "allow tcp to 192.0.2.1:22 in eth0", 69
            ),
            (
                table("filter hook input priority 0; tcp sport != 22 ip ttl != 9 drop"),
                "deny tcp to 192.0.2.1:22 in eth0", 1
            ),
            // What a helper expects is new to its ports, and related to another connection.
            (
                "table inet t {\n ct helper h { type \"ftp\" protocol tcp; }\n chain p {\n type filter hook prerouting priority 0; "
                    + "tcp dport 21 ct helper set \"h\"\n }\n chain i {\n type filter hook input priority 0; policy drop; "
                    + "ct state established,related accept\n }\n}\n",
                "deny tcp to 192.0.2.1:1024-65535 in eth0", 69
            ),
            (
                table("filter hook input priority 0; policy drop; ct state established,related accept"),
                "deny tcp in eth0", 0
            ),
            // Connection tracking looks behind an authentication header.
            (table("filter hook input priority 0; ct state new drop"), "deny ipv6 51 in eth0", 1),
            (table("filter hook input priority 0; ct state new drop"), "deny ipv6 17 in eth0", 0),
            // A chain that translates is asked where a rule turns on tracking, which it does not by itself.
            (table("nat hook prerouting priority -100; udp dport 53 drop"), "allow udp to 192.0.2.1:53 in eth0", 69),
            (table("nat hook prerouting priority -100; udp dport 53 drop"), "deny udp to 192.0.2.1:53 in eth0", 69),
            (
                table(
                    "nat hook prerouting priority -100; udp dport 53 drop",
                    "filter hook input priority 0; ct state invalid drop"
                ),
                "allow udp to 192.0.2.1:53 in eth0", 1
            ),
            // What rules leave no hop, or make another receiver's, the kernel drops; what comes so is not asked about.
            (table("filter hook prerouting priority 0; ip ttl set 1"), "allow tcp in eth0 out eth1", 1),
            (table("filter hook prerouting priority 0; ip6 hoplimit set 1"), "allow tcp in eth0 out eth1", 1),
            (table("filter hook prerouting priority 0; ip ttl set 2"), "allow tcp in eth0 out eth1", 0),
            (table("filter hook postrouting priority 0; ip ttl set 1"), "allow tcp in eth0 out eth1", 0),
            (table("filter hook prerouting priority 0; ip ttl set 1"), "allow tcp in eth0", 0),
            (table("filter hook prerouting priority 0; meta pkttype set broadcast"), "allow udp in eth0 out eth1", 1),
            (table("filter hook prerouting priority 0; meta pkttype set host"), "allow udp in eth0 out eth1", 0),
            (table("filter hook prerouting priority 0; meta pkttype set broadcast"), "allow udp in eth0", 0),
            (table("filter hook prerouting priority 0; meta pkttype set broadcast"), "allow tcp in eth0", 1),
            // What gets another destination may go on to another host, and is not asked at input then.
            (
                table("nat hook prerouting priority -100; \(toAnother)", "filter hook forward priority 0; policy drop"),
                "allow tcp from 10.0.0.1 to 10.0.0.2:80 in eth0", 69
            ),
            (
                table("nat hook prerouting priority -100; \(toAnother)", "filter hook forward priority 0; policy drop"),
                "allow tcp from 10.0.0.1 to 10.0.0.2:81 in eth0", 0
            ),
            (
                table("nat hook prerouting priority -100; \(toAnother)", "filter hook input priority 0; policy drop"),
                "deny tcp from 10.0.0.1 to 10.0.0.2:80 in eth0", 69
            ),
            (
                table(
                    "nat hook prerouting priority -100; tcp dport 80 redirect to :81",
                    "filter hook input priority 0; policy drop"
                ),
                "deny tcp from 10.0.0.1 to 10.0.0.2:80 in eth0", 0
            ),
            (
                table(
                    "filter hook prerouting priority -150; ip daddr 10.0.0.2 ip daddr set 10.0.1.1",
                    "filter hook input priority 0; policy drop"
                ),
                "deny tcp from 10.0.0.1 to 10.0.0.2:80 in eth0", 69
            ),
            // Answers to what is translated for others are for others.
            (
                table(
                    "nat hook postrouting priority 100; oifname \"eth1\" masquerade",
                    "filter hook input priority 0; policy drop"
                ),
                "deny ipv4 tcp in eth1 state established", 69
            ),
            (
                table(
                    "nat hook postrouting priority 100; oifname \"eth1\" masquerade",
                    "filter hook input priority 0; policy drop"
                ),
                "deny ipv4 tcp in eth1", 0
            ),
            // Of two tables' chains nobody knows which one comes first.
            (
                "table ip b { chain p { type nat hook prerouting priority -100; tcp dport 80 redirect to :81; }; }\n"
                    + "table ip a { chain p { type nat hook prerouting priority -100; tcp dport 80 redirect to :82; }; }\n"
                    + table("filter hook input priority 0; tcp dport 82 drop"),
                "allow tcp to 10.0.0.2:80 in eth0", 69
            ),
            // Of ranges of several fields that lie across each other, whichever the kernel was given first.
            (
                table("filter hook input priority 0; ip saddr . tcp dport vmap { \(across) }"),
                "allow tcp from 192.0.2.1 to any:80 in eth0", 0
            ),
            (
                table("filter hook input priority 0; ip saddr . tcp dport vmap { \(across) }"),
                "allow tcp from 10.1.1.1 to any:22 in eth0", 69
            ),
            (
                table("filter hook input priority 0; policy drop; ip saddr . tcp dport vmap { \(across) }"),
                "deny tcp from 10.1.1.1 to any:22 in eth0", 69
            ),
            (
                table("filter hook input priority 0; policy drop; ip saddr . tcp dport vmap { \(across) }"),
                "deny tcp from 10.1.1.1 to any:23 in eth0", 1
            ),
            // An interface by its number, of which 0 is none.
            (table("filter hook input priority 0; oif 0 drop"), "allow tcp in eth0", 1),
            (table("filter hook output priority 0; iif 0 drop"), "allow tcp out eth0", 1),
            (table("filter hook input priority 0; iif 1234567 drop"), "allow tcp in eth0", 69),
            // nft looks for something else in named sets.
            (
                "table inet t { set ds { typeof ip6 dscp; elements = { 1 }; }; "
                    + "chain c { type filter hook input priority 0; ip6 dscp @ds drop; }; }\n",
                "allow ipv6 tcp in eth0", 69
            ),
            // Of a first packet nobody has said anything.
            (table("filter hook input priority 0; policy drop; ct direction original accept"), "allow tcp in eth0", 0),
            (table("filter hook input priority 0; policy drop; ct mark 0 accept"), "allow tcp in eth0", 0),
            (
                table(
                    "filter hook prerouting priority 0; ct mark set 1",
                    "filter hook input priority 0; policy drop; ct mark 0 accept"
                ),
                "allow tcp in eth0", 1
            ),
            (
                table(
                    "filter hook prerouting priority 0; ct mark set 1",
                    "filter hook input priority 0; policy drop; ct mark 0 accept"
                ),
                "allow tcp in eth0 at input", 1
            ),
            // A fragment may end behind the ports where nobody has put it together.
            (table("filter hook forward priority 0; tcp flags syn drop"), "deny tcp in eth0 out eth1 state new", 1),
            (table("filter hook forward priority 0; tcp flags 0-255 drop"), "deny tcp to any:80 in eth0 out eth1", 1),
            (
                table("filter hook forward priority 0; tcp flags 0-255 drop; ct state 0 drop"),
                "deny tcp to any:80 in eth0 out eth1", 0
            ),
            (table("filter hook forward priority 0; tcp dport 80 drop"), "deny tcp to any:80 in eth0 out eth1", 0),
            (table("filter hook input priority 0; tcp flags 0-255 drop"), "deny ipv4 tcp to any:80 in eth0", 0),
            (table("filter hook input priority 0; tcp flags 0-255 drop"), "deny ipv6 tcp to any:80 in eth0", 1),
            (
                table("filter hook forward priority 0; policy drop; tcp flags syn accept"),
                "allow tcp to any:80 in eth0 out eth1", 0
            ),
            (
                table(
                    "filter hook prerouting priority -450; tcp dport 99 tcp flags 0-255 drop",
                    "filter hook input priority 0; policy drop; ct state new tcp dport 99 accept"
                ),
                "deny tcp to any:99 in eth0", 1
            ),
            // Whose packet is dropped behind the confirmation of connections may answer.
            (
                table("filter hook postrouting priority 2147483647; ip daddr 192.0.2.66 drop"),
                "deny udp to 192.0.2.66 out eth0", 69
            ),
            (
                table("filter hook postrouting priority 300; ip daddr 192.0.2.66 drop"),
                "deny udp to 192.0.2.66 out eth0", 0
            ),
            // A word about any transport keeps no rule beside it from being loaded again.
            (
                "# th\n"
                    + table(
                        "filter hook input priority 0; policy drop; "
                            + "ip ttl . meta l4proto . tcp dport { 60-64 . 6 . 22 } accept"
                    ),
                "deny tcp to any:22 in eth0", 69
            ),
            (
                table(
                    "filter hook input priority 0; policy drop; th dport 53 accept; "
                        + "ip ttl . meta l4proto . tcp dport { 1-255 . 6 . 22 } accept"
                ),
                "deny tcp to any:22 in eth0", 69
            ),
            // Connections of two zones may have the same ends, so that one of them gets another port.
            (
                table(
                    "filter hook prerouting priority -300; iifname \"eth1\" ct original zone set 2",
                    "nat hook postrouting priority 100",
                    "filter hook postrouting priority 200; tcp sport 4000 drop"
                ),
                "deny ipv4 tcp from any:4000 to any:80 in eth1 out eth1", 69
            ),
            // It has one hop less from forward on.
            (
                table(
                    "filter hook prerouting priority 0; ip ttl != 64 drop",
                    "filter hook forward priority 0; ip ttl 64 drop"
                ),
                "deny ipv4 tcp in eth0 out eth1", 1
            ),
            (
                table(
                    "filter hook prerouting priority 0; ip ttl set 255",
                    "filter hook forward priority 0; ip ttl != 254 drop"
                ),
                "allow ipv4 tcp in eth0 out eth1", 0
            ),
            // What passes through a host passes three hooks.
            (
                table("filter hook prerouting priority -150; tcp dport 80 drop"),
                "allow tcp to any:80 in eth0 out eth1", 1
            ),
            (table("filter hook postrouting priority 0; tcp dport 81 drop"), "allow tcp to any:81 in eth0 out eth1", 1),
            (table("filter hook postrouting priority 0; tcp dport 81 drop"), "allow tcp to any:82 in eth0 out eth1", 0),
            (
                table("filter hook postrouting priority 0; tcp dport 81 drop"),
                "allow tcp to any:81 in eth0 out eth1 at forward", 0
            ),
            (
                table("filter hook postrouting priority 0; oifname \"eth1\" drop"),
                "allow tcp to any:81 in eth0 out eth1", 1
            ),
            (
                table(
                    "filter hook prerouting priority 0; tcp dport 80 meta mark set 3",
                    "filter hook forward priority 0; meta mark 3 drop"
                ),
                "deny tcp to any:80 in eth0 out eth1", 0
            ),
            (
                table("filter hook prerouting priority 0; oifname \"eth1\" drop"),
                "deny tcp to any:80 in eth0 out eth1", 1
            ),
        ]

        @Test("packets are judged on their whole way, in the state that they have there", arguments: Self.observed)
        func seen(rules: String, expectation: String, code: Int32) async throws {
            let file = try self.folder.write(rules, to: "seen.nft")
            let run = try await Picket.run("prove", "--nft", file, "--expect", expectation)
            #expect(run.code == code, "\(rules)\(expectation): \(run.all)")
        }

        @Test("a packet that passes through is traced through three hooks")
        func tracedThrough() async throws {
            let rules = table(
                "filter hook prerouting priority 0; tcp dport 80 meta mark set 3",
                "filter hook postrouting priority 0; oifname \"eth1\" meta mark 3 drop"
            )
            let file = try self.folder.write(rules, to: "through.nft")
            let through = try await Picket.run("trace", "--nft", file, "tcp to 192.0.2.1:80 in eth0 out eth1")
            #expect(through.code == 1 && through.output.contains("at passage\n"), "\(through.all)")
            let beside = try await Picket.run("trace", "--nft", file, "tcp to 192.0.2.1:80 in eth0 out eth2")
            #expect(beside.code == 0, "\(beside.all)")
        }

        @Test(
            "JSON that is no listing is refused, and not read in another way than nft reads it",
            arguments: [
                (
                    #"{"nftables": [{"add": {"table": {"family": "ip", "name": "t"}}}]}"#,
                    "'add' is no part of a listing"
                ),
                (
                    #"{"nftables": [{"table": {"family": "ip", "name": "t"}}, {"flush": {"ruleset": null}}]}"#,
                    "'flush' is no part of a listing"
                ),
                (#"{"nftables": [], "nftables": []}"#, "the key 'nftables' a second time"),
                (#"{"nft\u0061bles": []}"#, "a key with escapes"),
                (
                    #"{"nftables": [{"table": {"family": "ip", "name": "t"}}, {"table": {"family": "ip", "name": "t"}}]}"#,
                    "table 'ip t' a second time"
                ),
                (
                    #"{"nftables": [{"table": {"family": "ip", "name": "t"}, "chain": {"family": "ip"}}]}"#,
                    "expected an object with one member"
                ),
                (
                    #"{"nftables": [{"table": {"family": "ip", "name": "t"}}, {"chain": {"family": "ip", "table": "t", "#
                        + #""name": "c", "type": "filter", "hook": "input", "prio": 0, "policy": "DROP"}}]}"#,
                    "a policy 'DROP'"
                ),
            ]
        )
        func notListed(json: String, message: String) async throws {
            let file = try self.folder.write(json, to: "odd.json")
            let run = try await Picket.run("prove", "--ruleset", file)
            #expect(run.code == 65 && run.errors.contains(message), "\(run.all)")
        }

        // MARK: - diff

        @Test(
            "what another rule makes of a change is a difference, and what it may make of it is not hidden",
            arguments: [
                (
                    table(
                        "filter hook prerouting priority -150; tcp dport 80 meta mark set 1",
                        "filter hook input priority 0; meta mark 1 drop"
                    ), "set 1", "set 2", Int32(1)
                ),
                (table("nat hook prerouting priority -100; tcp dport 80 dnat ip to 10.0.0.1:22"), ":22", ":23", 69),
                (table("filter hook output priority 0; udp dport 1 ct mark set 1"), "dport 1", "dport 2", 69),
                (table("filter hook output priority 0; udp dport 1 ip ttl set 1"), "ttl set 1", "ttl set 2", 69),
                (
                    "table inet t {\n set p { type inet_service; elements = { 80 }; }\n"
                        + " chain c { type nat hook prerouting priority -100; tcp dport @p dnat ip to 10.0.0.1:9; }\n}",
                    "{ 80 }", "{ 81 }", 69
                ),
                (
                    "table inet t {\n chain n { meta l4proto tcp dnat ip to 10.0.0.1:9; }\n"
                        + " chain c { type nat hook prerouting priority -100; tcp dport 80 jump n; }\n}",
                    "dport 80", "dport 81", 69
                ),
                (
                    "table inet t {\n limit a { rate over 1/hour; }\n limit b { rate over 9/second; }\n"
                        + " map m { type inet_service : limit; elements = { 22 : \"a\" }; }\n"
                        + " chain c { type filter hook input priority 0; limit name tcp dport map @m drop; }\n}",
                    "\"a\"", "\"b\"", 69
                ),
                (
                    "table inet t {\n quota q { over 1 bytes; }\n chain c { type filter hook input priority 0; quota name \"q\" drop; }\n}",
                    "1 bytes", "9 mbytes", 69
                ),
                (
                    "table inet t {\n set s { type ipv4_addr; size 9; flags dynamic; }\n"
                        + " chain c { type filter hook input priority 0; add @s { ip saddr } accept; }\n}",
                    "size 9", "size 8", 69
                ),
            ]
        )
        func beyondHooks(rules: String, old: String, new: String, code: Int32) async throws {
            let before = try self.folder.write(rules, to: "before.nft")
            let after = try self.folder.write(rules.replacing(old, with: new), to: "after.nft")
            let same = try await Picket.run("diff", before, before)
            #expect(same.code == 0, "\(same.all)")
            let run = try await Picket.run("diff", before, after)
            #expect(run.code == code, "\(rules): \(run.all)")
        }

        @Test("the same rules in other words are no difference")
        func sameMeaning() async throws {
            let old = try self.rules()
            let rewritten = Self.rules.replacing("inet filter", with: "inet mine")
                .replacing("ip saddr @friends tcp dport 22 accept", with: "tcp dport { 22 } ip saddr 10.0.0.0/8 accept")
            let new = try self.folder.write(rewritten, to: "new.nft")
            let run = try await Picket.run("diff", old, new)
            #expect(
                run.code == 0
                    && run.output.hasPrefix("rules that cannot be known beforehand (limits, dynamic sets, …): 1"),
                "\(run.all)"
            )
            #expect(run.output.contains("no packet is treated otherwise"), "\(run.all)")
        }

        @Test("a port more and a network less are said, and the other way round")
        func difference() async throws {
            let old = try self.rules()
            let changed = Self.rules.replacing("{ 10.0.0.0/8 }", with: "{ 10.0.0.0/9 }")
                .replacing("tcp dport 80 limit rate 5/second accept", with: "tcp dport { 80, 443 } accept")
            let new = try self.folder.write(changed, to: "new.nft")
            let forth = try await Picket.run("diff", old, new)
            #expect(forth.code == 1, "\(forth.all)")
            #expect(forth.output.contains("input: newly accepted\n"), "\(forth.output)")
            #expect(forth.output.contains("to port 443"), "\(forth.output)")
            #expect(forth.output.contains("input: newly dropped\n"), "\(forth.output)")
            #expect(forth.output.contains("from 10.128.0.0/9 to port 22"), "\(forth.output)")
            #expect(forth.output.contains("accepted for sure, which could be dropped before"), "\(forth.output)")
            #expect(forth.output.contains("  before by inet filter input: policy drop\n"), "\(forth.output)")
            let now = "     now by inet filter input, \(new):10: tcp dport { 80, 443 } accept"
            #expect(forth.output.contains(now), "\(forth.output)")
            #expect(forth.output.contains("  before by inet filter input, \(old):8: "), "\(forth.output)")
            let back = try await Picket.run("diff", new, old, "--json")
            let host = try #require((try Self.object(back.output)["hosts"] as? [[String: Any]])?.first)
            let hooks = try #require(host["hooks"] as? [[String: Any]])
            #expect(hooks.count == 1 && hooks[0]["hook"] as? String == "input", "\(back.output)")
            let accepted = try #require((hooks[0]["newlyAccepted"] as? [String: Any])?["boxes"] as? [String])
            #expect(accepted.contains { $0.contains("from 10.128.0.0/9 to port 22") }, "\(accepted)")
        }

        @Test("folders of hosts are compared host by host")
        func folders() async throws {
            for side in ["old", "new"] {
                let out = self.folder.path(side)
                let compiled = try await Picket.run("compile", Picket.quickstart, "-o", out, "--lab-keys")
                #expect(compiled.code == 0, "\(compiled.all)")
            }
            let same = try await Picket.run("diff", self.folder.path("old"), self.folder.path("new"))
            #expect(same.code == 0 && same.output.hasSuffix(", of which 0 differ\n"), "\(same.all)")
            let name = "new/validator-1/picket.nft"
            let text = self.folder.written(name)
            #expect(!text.isEmpty)
            try self.folder.write(text + "insert rule inet picket input accept\n", to: name)
            let run = try await Picket.run("diff", self.folder.path("old"), self.folder.path("new"))
            #expect(run.code == 1 && run.output.hasPrefix("validator-1\n  input: newly accepted\n"), "\(run.all)")
            #expect(run.output.contains(", of which 1 differ"), "\(run.all)")
            let one = try await Picket.run(
                "diff",
                self.folder.path("old/validator-1"),
                self.folder.path("new/validator-1")
            )
            #expect(one.code == 1 && one.output.hasPrefix("input: newly accepted\n"), "\(one.all)")
        }
    }
}
