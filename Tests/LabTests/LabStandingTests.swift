import Foundation
import Glibc
import TestSupport
import Testing

extension LabSuite {
    @Suite struct LabStandingTests {
        private static let hosts = ["validator-1", "sentry-1", "sentry-2", "outsider", "intruder"]
        private static let patience = Duration.seconds(5)

        /// What `lab status --json` says.
        private struct Status: Decodable {
            struct Host: Decodable {
                let name: String
                let kind: String
                let addresses: [String]
                let node: String
            }

            let schema: String
            let network: String
            let hosts: [Host]
        }

        @Test("a lab comes up, is listed, lets commands in, and goes down without a trace")
        func wholeLife() async throws {
            let before = MachineState()
            let place = try StandingPlace()
            defer { place.end() }

            let up = try await place.lab("up", Picket.quickstart)
            #expect(up.code == 0, "\(up.all)")
            for host in Self.hosts { #expect(up.output.contains(host), "\(up.all)") }
            #expect(place.folder.contents.contains("picket/quickstart/lab.json"))

            try await Self.expectStatus(place)
            try await Self.expectExec(place)

            let second = try await place.lab("up", Picket.quickstart)
            #expect(second.code == 69, "\(second.all)")
            #expect(second.errors.contains("a lab 'quickstart' is already up"), "\(second.all)")
            #expect(second.errors.contains("picket lab down"), "\(second.all)")
            // The refusal has not hurt the one that is up.
            #expect(try await place.lab("exec", "outsider", "--", "true").code == 0)

            let down = try await place.lab("down", Picket.quickstart)
            #expect(down.code == 0, "\(down.all)")
            let isGone = try await eventually(within: Self.patience) { place.processes.isEmpty }
            #expect(isGone, "left: \(place.processes)")
            #expect(!place.folder.contents.contains { $0.hasPrefix("picket/") }, "\(place.folder.contents)")
            #expect(MachineState() == before)

            for arguments in [["status"], ["exec", "outsider", "--", "true"], ["down"]] {
                let after = try await place.lab(arguments)
                #expect(after.code == 69, "\(arguments): \(after.all)")
                #expect(after.errors.contains("no lab is up"), "\(arguments): \(after.all)")
            }
        }

        /// The nodes have found each other soon after the lab came up.
        private static func expectStatus(_ place: StandingPlace) async throws {
            var status = try await place.lab("status")
            for _ in 0..<50 where !Self.allAnswer(status) {
                try await Task.sleep(for: .milliseconds(100))
                status = try await place.lab("status")
            }
            #expect(status.code == 0 && Self.allAnswer(status), "\(status.all)")
            let json = try await place.lab("status", "--json")
            #expect(json.code == 0, "\(json.all)")
            let document = try JSONDecoder().decode(Status.self, from: Data(json.output.utf8))
            #expect(document.schema == "picket.lab-status/1" && document.network == "quickstart")
            #expect(document.hosts.map(\.name) == Self.hosts)
            #expect(document.hosts.map(\.kind) == ["validator", "sentry", "sentry", "outsider", "intruder"])
            #expect(document.hosts[1].addresses == ["10.1.10.55", "198.51.100.11"])
            #expect(document.hosts.prefix(3).allSatisfy { $0.node.hasPrefix("answers") }, "\(json.output)")
            #expect(document.hosts.suffix(2).allSatisfy { $0.node.isEmpty })
        }

        private static func allAnswer(_ status: Finished) -> Bool {
            status.output.split(separator: "\n").count { $0.contains("answers, peers: 2") } == 3
        }

        private static func expectExec(_ place: StandingPlace) async throws {
            // Each host has its own addresses, and an outsider's are on the public segment.
            for (host, address) in [
                ("validator-1", "10.1.10.51"), ("sentry-2", "198.51.100.12"), ("outsider", "198.51.100."),
            ] {
                let addresses = try await place.lab("exec", host, "--", "cat", "/proc/net/fib_trie")
                #expect(addresses.code == 0, "\(addresses.all)")
                #expect(addresses.output.contains(address), "\(host): \(addresses.all)")
                #expect(addresses.output.contains("10.1.10.51") == (host == "validator-1"), "\(host): \(addresses.all)")
            }
            let code = try await place.lab("exec", "intruder", "--", "sh", "-c", "echo said; echo wrong >&2; exit 42")
            #expect(code.code == 42 && code.output == "said\n" && code.errors == "wrong\n", "\(code.all)")
            let killed = try await place.lab("exec", "intruder", "--", "sh", "-c", "kill -TERM $$")
            #expect(killed.code == 143, "\(killed.all)")
            let arguments = try await place.lab("exec", "intruder", "--", "printf", "%s|", "a b", "--json", "$HOME", "")
            #expect(arguments.output == "a b|--json|$HOME||", "\(arguments.all)")

            let unknown = try await place.lab("exec", "outsidre", "--", "true")
            #expect(unknown.code == 64, "\(unknown.all)")
            #expect(
                unknown.errors.contains("no host 'outsidre'") && unknown.errors.contains("outsider"),
                "\(unknown.all)"
            )
            #expect(try await place.lab("exec", "outsider").code == 64)
            let missing = try await place.lab("exec", "outsider", "--", "no-such-program-here")
            #expect(missing.code == 69 && missing.errors.contains("no-such-program-here"), "\(missing.all)")
            let other = try await place.lab("status", "--lab", "other")
            #expect(other.code == 69 && other.errors.contains("no lab 'other' is up"), "\(other.all)")
        }

        @Test("the outsider reads a sentry's crawl, and nobody gets a word out of the validator")
        func canBePlayedWith() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            #expect(try await place.lab("up", Picket.quickstart).code == 0)
            let connect = { (address: String) in
                "exec 3<>/dev/tcp/\(address)/50333 && echo connected"
            }
            var open: Finished?
            for _ in 0..<50 where open?.code != 0 {
                // The nodes take a moment to listen.
                if open != nil { try await Task.sleep(for: .milliseconds(100)) }
                open = try await place.lab(
                    "exec",
                    "outsider",
                    "--",
                    "timeout",
                    "5",
                    "bash",
                    "-c",
                    connect("198.51.100.11")
                )
            }
            #expect(open?.output == "connected\n", "\(open?.all ?? "")")
            for vantage in ["intruder", "outsider"] {
                let shut = try await place.lab(
                    "exec",
                    vantage,
                    "--",
                    "timeout",
                    "1",
                    "bash",
                    "-c",
                    connect("10.1.10.51")
                )
                #expect(shut.code == 124 && shut.output.isEmpty, "\(vantage): \(shut.all)")
            }
            #expect(try await place.lab("down").code == 0)
        }

        @Test("a keeper that is killed leaves no process, and no lab that anything would list")
        func keeperKilled() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            #expect(try await place.lab("up", Picket.quickstart).code == 0)
            let text = place.folder.written("picket/quickstart/processes.json")
            let processes = try JSONDecoder().decode([String: Int32].self, from: Data(text.utf8))
            let keeper = try #require(processes["keeper"])
            #expect(place.processes.contains { $0.id == keeper })

            kill(keeper, SIGKILL)
            let isGone = try await eventually(within: Self.patience) { place.processes.isEmpty }
            #expect(isGone, "left: \(place.processes)")
            let status = try await place.lab("status")
            #expect(status.code == 69 && status.errors.contains("no lab is up"), "\(status.all)")
            #expect(!place.folder.contents.contains { $0.hasPrefix("picket/quickstart") }, "\(place.folder.contents)")
            // The name is free again.
            #expect(try await place.lab("up", Picket.quickstart).code == 0)
            #expect(try await place.lab("down", "--lab", "quickstart").code == 0)
        }

        @Test("the state folder may be anywhere, also where the lab has its own files inside")
        func stateBelowMnt() async throws {
            let script = """
                mount -t tmpfs none /mnt && mkdir /mnt/state || exit 99
                export XDG_RUNTIME_DIR=/mnt/state
                \(Picket.binary) lab up \(Picket.quickstart) > /dev/null || exit 98
                \(Picket.binary) lab exec outsider -- true || exit 97
                \(Picket.binary) lab down > /dev/null || exit 96
                """
            let process = try RunningProcess("unshare", ["-Urm", "sh", "-c", script], in: "/")
            defer { process.mark.killAll() }
            let run = try await process.finish(within: .seconds(30))
            #expect(run.code == 0, "\(run.all)")
        }

        @Test("of several labs each is found by its name, and none is chosen without")
        func severalLabs() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            for name in ["one", "two"] {
                let file = try place.folder.write(Self.small(name), to: "\(name).yaml")
                let up = try await place.lab("up", file)
                #expect(up.code == 0, "\(up.all)")
            }
            let status = try await place.lab("status")
            #expect(status.code == 69 && status.errors.contains("several labs are up"), "\(status.all)")
            #expect(status.errors.contains("--lab: one, two"), "\(status.all)")
            #expect(try await place.lab("status", "--lab", "two").output.hasPrefix("lab two is up"))
            #expect(try await place.lab("down", "--lab", "one").code == 0)
            #expect(try await place.lab("exec", "s", "--", "true").code == 0)
            #expect(try await place.lab("down", place.folder.path("two.yaml")).code == 0)
            let isGone = try await eventually(within: Self.patience) { place.processes.isEmpty }
            #expect(isGone, "left: \(place.processes)")
        }

        @Test("an 'up' that is killed midway leaves no lab behind, or a whole one that can be ended", arguments: 1...4)
        func upKilled(moment: Int) async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let up = try place.start(["up", Picket.quickstart])
            // After one, two, ... processes have been seen: before the keeper, before the lab, before the nodes.
            _ = try await eventually(within: Self.patience) { place.processes.count >= moment }
            kill(up.id, SIGKILL)
            _ = try await up.finish(within: Self.patience)
            // Whatever becomes of it is decided when its nodes have been started, or everything is gone.
            _ = try await eventually(within: Self.patience) {
                place.processes.isEmpty || place.folder.contents.contains("picket/quickstart/lab.json")
            }
            let down = try await place.lab("down")
            #expect(down.code == 0 || down.code == 69, "\(down.all)")
            let isGone = try await eventually(within: Self.patience) { place.processes.isEmpty }
            #expect(isGone, "left: \(place.processes)")
            #expect(try await place.lab("status").errors.contains("no lab is up"))
        }

        @Test(
            "every name that a segment may have can be an interface of the lab",
            arguments: ["c10000", "extra1", "a"]
        )
        func segmentNames(name: String) async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let text = Self.small("names").split(separator: "internet").joined(separator: name)
            let up = try await place.lab("up", place.folder.write(text, to: "names.yaml"))
            #expect(up.code == 0, "\(up.all)")
            #expect(try await place.lab("down").code == 0)
        }

        private static func small(_ name: String) -> String {
            """
            picket: 1
            network: \(name)
            segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
            hosts: { s: { role: sentry, internet: 198.51.100.1 } }
            """
        }

        @Test("a topology with errors brings nothing up")
        func refusesErrors() async throws {
            let place = try StandingPlace()
            defer { place.end() }
            let file = try place.folder.write("picket: 1\n", to: "bad.yaml")
            let up = try await place.lab("up", file)
            #expect(up.code == 65, "\(up.all)")
            #expect(place.processes.isEmpty && !place.folder.contents.contains { $0.hasPrefix("picket") })
        }
    }
}
