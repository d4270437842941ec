import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket lab send` on the quickstart.
    @Suite struct LabSendTests {
        private struct Report: Decodable {
            struct Sent: Decodable {
                struct Counted: Decodable, Equatable {
                    let host: String
                    let counter: String
                    let packets: Int
                }

                let sender: String
                let receiver: String?
                let fate: String
                let answer: String?
                let counted: [Counted]
            }

            let schema: String
            let packet: String
            let sent: Sent
        }

        private static func send(
            _ place: StandingPlace,
            _ arguments: String...
        ) async throws -> (code: Int32, report: Report) {
            let run = try await place.lab(["send", Picket.quickstart, "--json"] + arguments)
            let report = try #require(try? JSONDecoder().decode(Report.self, from: Data(run.output.utf8)), "\(run.all)")
            #expect(report.schema == "picket.lab-send/1")
            return (run.code, report)
        }

        @Test("one packet is sent, and what became of it is seen at both ends")
        func sending() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            #expect(try await place.lab("up", Picket.quickstart).code == 0)

            // A stranger's SYN to a validator is dropped, and the knock is counted.
            let knock = try await Self.send(place, "--from", "intruder:backbone", "--to", "10.1.10.51:50333")
            #expect(knock.code == 1 && knock.report.sent.fate == "dropped" && knock.report.sent.answer == nil)
            #expect(
                knock.report.sent.counted == [.init(host: "validator-1", counter: "peer-port-knocks", packets: 1)],
                "\(knock.report.sent.counted)"
            )
            // One to a sentry is answered; nodes take a moment to listen, and a refusal is an answer as well.
            let open = try await Self.send(place, "--from", "outsider:internet", "--to", "198.51.100.11:50333")
            #expect(open.code == 0 && open.report.sent.fate == "accepted" && open.report.sent.answer != nil)
            #expect(open.report.sent.receiver == "sentry-1" && open.report.sent.counted == [])
            // Whatever source is named is sent: nobody answers to an address that no host has.
            let spoofed = try await Self.send(
                place,
                "--from",
                "intruder:backbone",
                "--to",
                "10.1.10.51:22",
                "--source",
                "192.0.2.7:999"
            )
            #expect(spoofed.report.packet == "new IPv4 tcp from 192.0.2.7:999 to 10.1.10.51:22")
            #expect(spoofed.code == 1 && spoofed.report.sent.fate == "dropped")
            // The sender's own rules come first.
            let confined = try await Self.send(place, "--from", "validator-1", "--to", "10.1.10.55:22")
            #expect(confined.code == 1 && confined.report.sent.fate == "notLetOut")
            #expect(confined.report.sent.counted.map(\.counter) == ["outbound-dropped"])
            let link = try await Self.send(place, "--from", "validator-1", "--to", "10.1.10.55:50333")
            #expect(link.code == 0 && link.report.sent.fate == "accepted")
            // Between the segments there are only sentries, which pass nothing on.
            let between = try await Self.send(place, "--from", "outsider", "--to", "10.1.10.51:50333")
            #expect(between.code == 69 && between.report.sent.fate == "left")

            let datagram = try await Self.send(
                place,
                "--from",
                "outsider",
                "--to",
                "198.51.100.11:53",
                "--protocol",
                "udp"
            )
            #expect(datagram.code == 1 && datagram.report.sent.counted.map(\.counter) == ["inbound-dropped"])
            let echo = try await Self.send(
                place,
                "--from",
                "outsider",
                "--to",
                "198.51.100.11",
                "--protocol",
                "icmp"
            )
            #expect(echo.code == 0 && echo.report.sent.answer == "consent")

            let text = try await place.lab(
                "send",
                Picket.quickstart,
                "--from",
                "intruder:backbone",
                "--to",
                "10.1.10.51:50333"
            )
            #expect(
                text.output == """
                    new IPv4 tcp from 10.1.10.254:40000 to 10.1.10.51:50333
                    left intruder, came to validator-1, and was dropped there; no answer came
                    counter peer-port-knocks of validator-1: +1

                    """,
                "\(text.all)"
            )
            // Nothing of the watch is left in the hosts.
            let rules = try await place.lab("exec", "validator-1", "--", "nft", "list", "tables")
            #expect(!rules.output.contains("picket-watch"), "\(rules.all)")
            #expect(try await place.lab("down").code == 0)
        }

        @Test(
            "a source that lies on another segment is dropped as spoofed and counted; from its own segment it comes in"
        )
        func spoofing() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            #expect(try await place.lab("up", Picket.quickstart).code == 0)
            // The validator's address, from the Internet; and the sentry's own, from both sides.
            for (sender, source, target) in [
                ("outsider:internet", "10.1.10.51", "198.51.100.11"),
                ("outsider:internet", "10.1.10.77", "198.51.100.11"),
                ("intruder:backbone", "10.1.10.55", "10.1.10.56"),
            ] {
                let sent = try await Self.send(
                    place,
                    "--from",
                    sender,
                    "--to",
                    "\(target):50333",
                    "--source",
                    "\(source):40000"
                )
                let isSpoofed = sender.hasPrefix("outsider")
                let expected = isSpoofed ? ["spoofed-dropped"] : []
                #expect(sent.report.sent.counted.map(\.counter) == expected, "\(sent.report)")
                #expect(sent.report.sent.fate == (isSpoofed ? "dropped" : "accepted"), "\(sent.report)")
            }
            let genuine = try await Self.send(place, "--from", "validator-1", "--to", "10.1.10.55:50333")
            #expect(genuine.code == 0 && genuine.report.sent.counted == [], "\(genuine.report)")
            let own = try await Self.send(
                place,
                "--from",
                "outsider:internet",
                "--to",
                "198.51.100.11:50333",
                "--source",
                "198.51.100.11:40000"
            )
            // The kernel's own check comes first or ours does; neither lets it in.
            #expect(own.code == 1 && own.report.sent.fate != "accepted", "\(own.report)")
            #expect(try await place.lab("down").code == 0)
        }

        @Test("a SYN proxy shakes hands with strangers, who count only when they have shaken; claims hold with it")
        func proxy() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let file = try place.folder.write(
                try Repository.text(SampleTopology.quickstartPath) + "\nfirewall: { syn_proxy: true }\n",
                to: "proxied.yaml"
            )
            let check = try await Picket.run("check", file)
            #expect(check.code == 0, "\(check.all)")
            let run = try await Picket.run("lab", "run", file, limit: .seconds(120))
            #expect(run.code == 0, "\(run.all)")
            #expect(try await place.lab("up", file).code == 0)
            func accepted() async throws -> String {
                let rules = try await place.lab("exec", "sentry-1", "--", "nft", "list chain inet picket strangers")
                return try #require(rules.output.split(separator: "\n").first { $0.contains("from anywhere") })
                    .description
            }
            let before = try await accepted()
            // Half of a handshake is answered, and takes no connection.
            let half = try await place.lab(
                "send",
                file,
                "--from",
                "outsider:internet",
                "--to",
                "198.51.100.11:50333",
                "--json"
            )
            #expect(half.output.contains("\"answer\""), "\(half.all)")
            #expect(try await accepted() == before)
            let whole = try await place.lab(
                "exec",
                "outsider",
                "--",
                "timeout",
                "5",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/198.51.100.11/50333 && echo open"
            )
            #expect(whole.code == 0 && whole.output == "open\n", "\(whole.all)")
            #expect(try await accepted() != before)
            #expect(try await place.lab("down").code == 0)
        }

        @Test(
            "IPv6 is sent to a host that is lent the address; its rules and the sender's decide, and nothing stays behind"
        )
        func ipv6() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            #expect(try await place.lab("up", Picket.quickstart).code == 0)
            func send(_ words: String) async throws -> (code: Int32, report: Report) {
                let run = try await place.lab(
                    ["send", Picket.quickstart, "--json"] + words.split(separator: " ").map(String.init)
                )
                let report = try #require(
                    try? JSONDecoder().decode(Report.self, from: Data(run.output.utf8)),
                    "\(run.all)"
                )
                return (run.code, report)
            }
            let packets = ["[fd00::5]:22", "[fd00::5]:53 --protocol udp", "fd00::5 --protocol icmpv6"]
            for packet in packets {
                let dropped = try await send("--from outsider:internet --at sentry-1 --to \(packet)")
                #expect(dropped.code == 1 && dropped.report.sent.fate == "dropped", "\(dropped.report)")
                #expect(
                    dropped.report.sent.counted == [.init(host: "sentry-1", counter: "ipv6-dropped", packets: 1)],
                    "\(dropped.report)"
                )
                // The rules of the sender come first, whether somebody has the address or nobody.
                for at in ["", "--at sentry-1 "] {
                    let kept = try await send("--from validator-1 \(at)--to \(packet)")
                    #expect(kept.code == 1 && kept.report.sent.fate == "notLetOut", "\(kept.report)")
                    #expect(kept.report.sent.counted.map(\.counter) == ["ipv6-dropped"], "\(kept.report)")
                }
            }
            let elsewhere = try await place.lab(
                "send",
                Picket.quickstart,
                "--from",
                "outsider:internet",
                "--at",
                "validator-1",
                "--to",
                "[fd00::5]:22"
            )
            #expect(elsewhere.code == 69 && elsewhere.all.contains("not on segment 'internet'"), "\(elsewhere.all)")

            // With rules that let it in, it comes in, and is answered.
            let opening =
                "nft insert rule inet picket input ip6 saddr 2001:db8::/32 accept; "
                + "nft insert rule inet picket output ip6 daddr 2001:db8::/32 accept"
            #expect(try await place.lab("exec", "sentry-1", "--", "sh", "-c", opening).code == 0)
            for (packet, answer) in zip(packets, ["refusal", "refusal", "consent"]) {
                let source = packet.contains("icmp") ? "2001:db8::7" : "[2001:db8::7]:4000"
                let open = try await send("--from outsider:internet --at sentry-1 --to \(packet) --source \(source)")
                #expect(open.code == 0 && open.report.sent.fate == "accepted", "\(open.report)")
                #expect(open.report.sent.answer == answer && open.report.sent.counted == [], "\(open.report)")
            }
            let left = try await place.lab(
                "exec",
                "sentry-1",
                "--",
                "sh",
                "-c",
                "ip -6 addr; ip -6 route; nft list tables"
            )
            #expect(!left.output.contains("fd00") && !left.output.contains("picket-watch"), "\(left.all)")
            #expect(try await place.lab("down").code == 0)
        }

        @Test("the command that a check prints for a packet sends that very packet")
        func counterExample() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let open = "\nfirewall: { rules: { input: ['tcp dport 9200 accept'] } }\n"
            let file = try place.folder.write(
                try Repository.text(SampleTopology.quickstartPath) + open,
                to: "open.yaml"
            )
            let check = try await Picket.run("check", file)
            let command = try #require(
                check.output.split(separator: "\n").first { $0.contains("send it: picket lab send") }
            )
            #expect(try await place.lab("up", file).code == 0)
            let words = command.split(separator: " ").map(String.init)
            let start = try #require(words.lastIndex(of: "lab"), "\(check.all)")
            let sent = try await place.lab(Array(words[(start + 1)...]))
            #expect(sent.code == 0 && sent.output.contains("and was let in"), "\(command)\n\(sent.all)")
            #expect(try await place.lab("down").code == 0)
        }

        @Test(
            "a command line that means no packet, or nobody, is refused",
            arguments: [
                ("--to 10.1.10.51", 64), ("--to 10.1.10.51:1 --protocol icmp", 64),
                ("--to 10.1.10.51:1 --flags sin", 64),
                ("--to 10.1.10.51:1 --protocol udp --flags syn", 64), ("--to [fd00::1:1", 64),
                ("--to fd00::1", 64), ("--to fd00::1 --protocol icmp", 64), ("--to 10.1.10.51 --protocol icmpv6", 64),
                ("--to [fd00::1]:1 --source 10.1.10.51", 64), ("--to 10.1.10.51:1 --at sentry-1", 64),
                ("--to [fd00::1]:1 --at sentry-1", 69),
                ("--to 10.1.10.51:1", 69),
            ] as [(String, Int32)]
        )
        func refused(packet: String, code: Int32) async throws {
            let place = try StandingPlace()
            let run = try await place.lab(
                ["send", Picket.quickstart, "--from", "outsider"] + packet.split(separator: " ").map(String.init)
            )
            #expect(run.code == code, "\(run.all)")
        }
    }
}
