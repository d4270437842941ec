import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket check --bundle` on rules that somebody edited, with a topology and without one.
    @Suite struct BundleCheckTests {
        /// A change to one file of the quickstart's bundles, or a rich topology's.
        struct Edit: CustomTestStringConvertible {
            let testDescription: String
            let host: String
            let old: String
            let new: String
            /// Claims one of which must be violated, whether there is a topology or not; or a code, such as P1523.
            let caughtBy: [String]

            init(_ name: String, _ host: String, _ old: String, _ new: String, _ caughtBy: String...) {
                self.testDescription = name
                self.host = host
                self.old = old
                self.new = new
                self.caughtBy = caughtBy
            }
        }

        private static let edits = [
            Edit(
                "no way out to the sentries",
                "validator-1",
                "ip daddr . tcp dport @links counter accept",
                "# ip daddr",
                "links-permitted"
            ),
            Edit(
                "no last rule, but a policy that drops",
                "validator-1",
                "counter name \"inbound-dropped\" drop",
                "# drop",
                "none"
            ),
            Edit(
                "a protocol asked for first, which nft lists where it is needed",
                "sentry-1",
                "ct state established counter accept\n",
                "meta l4proto tcp ct state new tcp dport 9999 drop\n\t\tct state established counter accept\n",
                "none"
            ),
            Edit(
                "what comes to many is dropped, which TCP never is",
                "sentry-1",
                "ct state established counter accept\n",
                "meta pkttype { broadcast, multicast } drop\n\t\tct state established counter accept\n",
                "none"
            ),
            Edit(
                "input accepts by policy",
                "validator-1",
                "hook input priority filter; policy drop;",
                "hook input priority filter; policy accept;",
                "P1106"
            ),
            Edit(
                "the whole ruleset is flushed",
                "validator-1",
                "table inet picket\ndelete",
                "flush ruleset\ntable inet picket\ndelete",
                "boot-safe"
            ),
            Edit(
                "a set that is made ready as another one than it is, so that no second load finds it",
                "sentry-1",
                "add set inet picket-slots own-diallers { type ipv4_addr; }",
                "add set inet picket-slots own-diallers { type ipv6_addr; }",
                "boot-safe"
            ),
            Edit("IPv4 alone", "sentry-1", "table inet picket {", "table ip picket {", "boot-safe", "P1523"),
            Edit(
                "an accept before everything",
                "validator-1",
                "iifname \"lo\" counter accept",
                "tcp dport 22 accept\n\t\tiifname \"lo\" counter accept",
                "validator-unreachable",
                "admin-closed"
            ),
            Edit(
                "an accept of the peer port before the tripwire",
                "validator-1",
                "ct state established counter accept\n",
                "tcp dport 50333 accept\n\t\tct state established counter accept\n",
                "validator-unreachable"
            ),
            Edit(
                "one more table in the file",
                "sentry-1",
                "table inet picket {",
                "table inet more { chain c { type filter hook input priority -10; }; }\ntable inet picket {",
                "boot-safe"
            ),
            Edit(
                "a foreign table that shuts strangers out",
                "sentry-1",
                "table inet picket {",
                "table inet more { chain c { type filter hook input priority -10; tcp dport 50333 drop; }; }\ntable inet picket {",
                "sentry-open"
            ),
            Edit(
                "forwarding accepts",
                "validator-1",
                "counter name \"forward-dropped\" drop",
                "accept",
                "validator-confined"
            ),
            Edit(
                "output accepts everything",
                "validator-1",
                "oifname \"lo\" counter accept",
                "accept",
                "validator-confined"
            ),
            Edit(
                "IPv6 comes in",
                "sentry-1",
                "meta nfproto ipv6 counter name \"ipv6-dropped\" drop",
                "meta nfproto ipv6 accept",
                "ipv6-closed"
            ),
            Edit(
                "strangers find nobody",
                "sentry-1",
                "counter accept comment \"peers, from anywhere\"",
                "# none",
                "sentry-open"
            ),
            Edit(
                "ssh for everybody",
                "sentry-1",
                "iifname \"lo\" counter accept",
                "tcp dport 22 accept",
                "admin-closed"
            ),
            Edit(
                "a set that names everybody",
                "validator-1",
                "chain input {",
                "set administration { type ipv4_addr; flags interval; elements = { 0.0.0.0/0 }; }\n\tchain input {\n\t\tip saddr @administration tcp dport 22 accept",
                "P1523",
                "validator-unreachable"
            ),
            Edit(
                "an interface that is not there when the host boots",
                "validator-1",
                "ct state established counter accept\n",
                "ct state established counter accept\n\t\tiif \"wg0\" tcp dport 1 counter drop\n",
                "boot-safe"
            ),
            Edit(
                "an address by name",
                "validator-1",
                "elements = { 10.1.10.55 . 50333",
                "elements = { localhost . 50333, 10.1.10.55 . 50333",
                "boot-safe"
            ),
            Edit(
                "a port by name",
                "sentry-1",
                "ct state established counter accept\n",
                "ct state established counter accept\n\t\ttcp dport ssh counter drop\n",
                "boot-safe"
            ),
            Edit(
                "a user by name",
                "sentry-1",
                "ct state established counter accept\n",
                "ct state established counter accept\n\t\tmeta skuid root counter drop\n",
                "boot-safe"
            ),
            Edit(
                "an interface by number in a map",
                "sentry-1",
                "ct state established counter accept\n",
                "ct state established counter accept\n\t\tiif vmap { \"wg0\" : drop }\n",
                "boot-safe"
            ),
            Edit("a reload that adds", "sentry-1", "delete table inet picket\n", "\n", "boot-safe"),
            Edit(
                "a mistake",
                "sentry-1",
                "ct state established counter accept",
                "ct state establised counter accept",
                "P1523"
            ),
            Edit(
                "a file that is somewhere else",
                "sentry-1",
                "table inet picket {",
                "include \"/dev/null\"\ntable inet picket {",
                "boot-safe"
            ),
            Edit(
                "a file that is read in the middle of a set",
                "sentry-1",
                "elements = { 10.1.10.51 }",
                "include \"/dev/null\"\n\t\telements = { 10.1.10.51 }",
                "boot-safe"
            ),
        ]

        private static func caught(_ edit: Edit, in output: String) -> Bool {
            edit.caughtBy.contains {
                output.contains("\nviolated: \($0)\n") || output.contains("error[\($0)]")
            }
        }

        /// The bundles of a topology, in a folder of their own.
        static func bundles(_ topology: String = Picket.quickstart) async throws -> ScratchFolder {
            let folder = try ScratchFolder()
            let run = try await Picket.run("compile", topology, "-o", folder.path("out"), "--lab-keys")
            #expect(run.code == 0, "\(run.all)")
            return folder
        }

        @Test(
            "what nobody edited is proved, with a topology and without one",
            arguments: ["quickstart", "two-site", "single-vps", "consortium"]
        )
        func untouched(name: String) async throws {
            let topology = "\(Repository.root)/topologies/\(name).yaml"
            let folder = try await Self.bundles(topology)
            for arguments in [["--bundle", folder.path("out")], [topology, "--bundle", folder.path("out")]] {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                #expect(run.code == 0, "\(run.all)")
                #expect(!run.output.contains("violated:") && !run.output.contains("unsettled:"), "\(run.all)")
                for claim in ["validator-unreachable", "ipv6-closed", "admin-closed", "boot-safe", "sentry-open"] {
                    #expect(run.output.contains("proved: \(claim) "), "\(claim): \(run.all)")
                }
                // What only a topology can settle is told, not left out.
                let isAlone = arguments.count == 2
                #expect(run.output.contains("not settled without a topology: ") == isAlone, "\(run.all)")
                for claim in ["slots-reserved", "spoofing-refused"] {
                    #expect(run.output.contains("proved: \(claim) ") != isAlone, "\(claim): \(run.all)")
                }
                #expect(run.output.contains("\nassumed:\n"), "\(run.all)")
            }
        }

        @Test("every edit is caught, with a topology and without one", arguments: Self.edits)
        func edited(edit: Edit) async throws {
            let folder = try await Self.bundles()
            let path = "out/\(edit.host)/picket.nft"
            let text = folder.written(path)
            let place = try #require(text.firstRange(of: edit.old), "\(text)")
            var changed = text
            changed.replaceSubrange(place, with: edit.new)
            try folder.write(changed, to: path)
            for arguments in [["--bundle", folder.path("out")], [Picket.quickstart, "--bundle", folder.path("out")]] {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                // What changes no verdict alarms nobody.
                if edit.caughtBy == ["none"] {
                    #expect(run.code == 0, "\(arguments): \(run.all)")
                } else {
                    #expect(run.code == 1 && Self.caught(edit, in: run.output), "\(arguments): \(run.all)")
                }
            }
        }

        /// A change to a file that holds no rules, and yet makes a claim about them false.
        struct OtherEdit: CustomTestStringConvertible {
            let testDescription: String
            let file: String
            let old: String
            let new: String
            /// A claim that must be violated, or a code, such as P1316.
            let claim: String
            /// Whether the files alone tell.
            var isKnownAlone = true
            /// `nil` for the quickstart.
            var topology: String?
        }

        static let dropIn = "skywelld.service.d/picket.conf"

        private static let otherEdits = [
            OtherEdit(
                testDescription: "the server has fewer slots",
                file: "sentry-1/skywelld.cfg",
                old: "[peers_max]\n22",
                new: "[peers_max]\n18",
                claim: "slots-reserved",
                isKnownAlone: false
            ),
            OtherEdit(
                testDescription: "the server has more slots than it can count",
                file: "sentry-1/skywelld.cfg",
                old: "[peers_max]\n22",
                new: "[peers_max]\n4294967318",
                claim: "sentry-open"
            ),
            OtherEdit(
                testDescription: "the server has no database to open",
                file: "sentry-1/skywelld.cfg",
                old: "type = ",
                new: "type = Foo",
                claim: "sentry-open"
            ),
            OtherEdit(
                testDescription: "the server takes a number for a flag",
                file: "validator-1/skywelld.cfg",
                old: "[peer_private]\n1",
                new: "[peer_private]\n2",
                claim: "links-permitted"
            ),
            OtherEdit(
                testDescription: "the server listens elsewhere",
                file: "sentry-1/skywelld.cfg",
                old: "port = 50333",
                new: "port = 50444",
                claim: "sentry-open"
            ),
            OtherEdit(
                testDescription: "the server listens to its own host alone",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 0.0.0.0",
                new: "ip = 127.0.0.1",
                claim: "sentry-open"
            ),
            OtherEdit(
                testDescription: "the server listens where no stranger finds it",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 0.0.0.0",
                new: "ip = 10.1.10.55",
                claim: "sentry-open"
            ),
            OtherEdit(
                testDescription: "the server listens at one of its addresses, and links are to another",
                file: "sentry-1/skywelld.cfg",
                old: "ip = 0.0.0.0",
                new: "ip = 198.51.100.11",
                claim: "links-permitted",
                isKnownAlone: false
            ),
            OtherEdit(
                testDescription: "an empty value takes nothing back",
                file: "validator-1/picket-firewall.service",
                old: "After=nftables.service\n",
                new: "After=network-online.target\nAfter=\nAfter=nftables.service\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server dials somebody else",
                file: "validator-1/skywelld.cfg",
                old: "10.1.10.55 50333",
                new: "198.51.100.77 50333",
                claim: "links-permitted"
            ),
            OtherEdit(
                testDescription: "the server's unit empties the rules",
                file: "validator-1/\(Self.dropIn)",
                old: "[Service]\n",
                new: "[Service]\nExecStartPost=+/usr/sbin/nft flush ruleset\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server does not wait for its rules",
                file: "sentry-1/\(Self.dropIn)",
                old: "Requires=picket-firewall.service\n",
                new: "",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "what restarts the server empties the rules",
                file: "validator-1/picket-nudge.service",
                old: "exec systemctl",
                new: "nft flush ruleset; exec systemctl",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "what restarts the server looks for something else",
                file: "validator-1/picket-nudge.service",
                old: "established \"( ",
                new: "established \"( $(nft flush ruleset) ",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "what restarts the server has another section in front",
                file: "validator-1/picket-nudge.service",
                old: "[Unit]\n",
                new: "[Service] \nExecStartPre=+/usr/sbin/nft flush ruleset\n[Unit]\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server's unit asks for the rules where systemd does not read it",
                file: "validator-1/\(Self.dropIn)",
                old: "[Unit]\n",
                new: "[Service]\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server runs where the rules are not",
                file: "sentry-1/\(Self.dropIn)",
                old: "[Service]\n",
                new: "[Service]\nNetworkNamespacePath=/run/netns/other\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server and its rules exclude each other",
                file: "sentry-1/\(Self.dropIn)",
                old: "[Unit]\n",
                new: "[Unit]\nConflicts=picket-firewall.service\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the server starts another firewall",
                file: "sentry-1/\(Self.dropIn)",
                old: "Requires=picket-firewall.service",
                new: "Requires=firewalld.service picket-firewall.service",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "a comment of what restarts the server ends in its middle",
                file: "validator-1/picket-nudge.service",
                old: "Type=oneshot\n",
                new: "Type=oneshot\n# x\rExecStartPre=/usr/sbin/nft flush ruleset\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "a section that only looks like one",
                file: "validator-1/picket-firewall.service",
                old: "[Install]\n",
                new: "[Install]\n[\u{338}x]\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "a condition that does not look like one",
                file: "validator-1/picket-firewall.service",
                old: "[Unit]\n",
                new: "[Unit]\nConditionHost=\u{338}x\n",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the unit is started by nobody",
                file: "validator-1/picket-firewall.service",
                old: "WantedBy=sysinit.target",
                new: "WantedBy=sysinit.target\nWantedBy=",
                claim: "boot-safe"
            ),
            OtherEdit(
                testDescription: "the distribution's unit comes behind",
                file: "validator-1/picket-firewall.service",
                old: "After=nftables.service\n",
                new: "",
                claim: "boot-safe"
            ),
        ]

        /// Applies an edit, and gives what the program says of it: with the topology, and without if the files alone tell.
        static func runs(of edit: OtherEdit) async throws -> [Finished] {
            let text = try ScratchFolder()
            let topology = try edit.topology.map { try text.write($0, to: "topology.yaml") } ?? Picket.quickstart
            let folder = try await Self.bundles(topology)
            let old = folder.written("out/\(edit.file)")
            try #require(old.contains(edit.old), "\(old)")
            try folder.write(old.replacing(edit.old, with: edit.new, maxReplacements: 1), to: "out/\(edit.file)")
            var calls = [[topology, "--bundle", folder.path("out")]]
            if edit.isKnownAlone { calls.append(["--bundle", folder.path("out")]) }
            var runs: [Finished] = []
            for arguments in calls {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                runs.append(try await process.finish(within: .seconds(60)))
            }
            return runs
        }

        @Test("what other files do to the claims is caught as well", arguments: Self.otherEdits)
        func editedElsewhere(edit: OtherEdit) async throws {
            for run in try await Self.runs(of: edit) {
                #expect(run.code == 1 && run.output.contains("\nviolated: \(edit.claim)\n"), "\(run.all)")
            }
        }

        @Test("a unit that is none of ours is said")
        func strangeUnit() async throws {
            let folder = try await Self.bundles()
            let unit = "[Service]\nExecStartPost=/usr/sbin/nft flush ruleset\n"
            try FileManager.default.createDirectory(
                atPath: folder.path("out/validator-1/picket-firewall.service.d"),
                withIntermediateDirectories: false
            )
            try folder.write(unit, to: "out/validator-1/picket-firewall.service.d/x.conf")
            let run = try await Picket.run("check", Picket.quickstart, "--bundle", folder.path("out"))
            #expect(run.code == 1 && run.output.contains("'picket-firewall.service.d/x.conf' is none of"), "\(run.all)")
        }

        @Test("the file on disk is named with the line, and the topology where the line is as it was")
        func places() async throws {
            let folder = try await Self.bundles()
            let path = folder.path("out/validator-1/picket.nft")
            let text = folder.written("out/validator-1/picket.nft")
            try folder.write(
                text.replacing(
                    "iifname \"lo\" counter accept",
                    with: "iifname \"lo\" counter accept\n\t\ttcp dport 22 accept"
                ),
                to: "out/validator-1/picket.nft"
            )
            let line =
                1
                + (text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("iifname") }
                    ?? 0) + 1
            let run = try await Picket.run("check", Picket.quickstart, "--bundle", folder.path("out"))
            #expect(
                run.output.contains("'tcp dport 22 accept' of chain input, table inet picket (\(path):\(line))"),
                "\(run.all)"
            )
            let mistake = text.replacing(
                "ct state established counter accept",
                with: "ct state establised counter accept"
            )
            try folder.write(mistake, to: "out/validator-1/picket.nft")
            let refused = try await Picket.run("check", "--bundle", folder.path("out"))
            #expect(
                refused.output.contains("--> \(path):\(Self.lineNumber(of: "establised", in: mistake)):"),
                "\(refused.all)"
            )
            #expect(refused.output.contains("ct state establised counter accept"), "\(refused.all)")
        }

        private static func lineNumber(of word: String, in text: String) -> Int {
            1 + (text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(word) } ?? -1)
        }

        @Test("a host without its configuration has no server", arguments: ["validator-1", "sentry-1"])
        func withoutConfiguration(host: String) async throws {
            let folder = try await Self.bundles()
            try FileManager.default.removeItem(atPath: folder.path("out/\(host)/skywelld.cfg"))
            for arguments in [["--bundle", folder.path("out")], [Picket.quickstart, "--bundle", folder.path("out")]] {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                #expect(run.code == 1 && run.output.contains("violated: links-permitted"), "\(run.all)")
                #expect(run.all.contains("skywelld.cfg of '\(host)' is missing, or empty"), "\(run.all)")
                #expect(run.output.contains("proved: validator-unreachable"), "\(run.all)")
            }
        }

        @Test("folders and hosts that do not belong together are said")
        func strangers() async throws {
            let folder = try await Self.bundles()
            try FileManager.default.moveItem(atPath: folder.path("out/sentry-2"), toPath: folder.path("out/sentry-9"))
            let run = try await Picket.run("check", Picket.quickstart, "--bundle", folder.path("out"))
            #expect(run.code == 69 && run.output.contains("warning[P1524]"), "\(run.all)")
            #expect(run.output.contains("  sentry-2: its rules are not known"), "\(run.all)")
        }

        @Test(
            "own rules may shut out some strangers, and not all of them",
            arguments: [
                ("input_first: ['ip saddr 203.0.113.0/24 tcp dport 50333 drop']", "proved"),
                ("input_first: ['ip saddr != 10.1.10.51 tcp dport 50333 drop']", "violated"),
                ("input_first: ['ct state established ip saddr != 10.1.10.0/24 drop']", "violated"),
                ("output_first: ['ip daddr != 10.1.10.0/24 drop']", "violated"),
            ]
        )
        func shut(rules: String, outcome: String) async throws {
            let folder = try ScratchFolder()
            let hosts = "  sentry-{1..2}: { role: sentry, "
            let text = try Repository.text(SampleTopology.quickstartPath)
            let file = try folder.write(
                text.replacing(hosts, with: hosts + "firewall: { rules: { \(rules) } }, "),
                to: "own.yaml"
            )
            let run = try await Picket.run("check", file)
            #expect(run.output.contains("\(outcome): sentry-open"), "\(run.all)")
        }

        @Test("everything that opens something, in both families, is proved from the files alone")
        func rich() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(StaticSample.richTopology, to: "rich.yaml")
            #expect(try await Picket.run("compile", file, "-o", folder.path("out"), "--lab-keys").code == 0)
            let whole = try await Picket.run("check", file, "--bundle", folder.path("out"))
            #expect(whole.code == 0 && !whole.output.contains("violated:"), "\(whole.all)")
            // Whose rules they are does not stand in them, nor who runs the server.
            let own = "output_first: ['meta skuid 1001 drop'],"
            let alone = try await Picket.run("check", "--bundle", folder.path("out"))
            #expect(alone.code == 1 && alone.output.contains("is dropped by 'meta skuid 1001"), "\(alone.all)")
            let without = try folder.write(StaticSample.richTopology.replacing(own, with: ""), to: "without.yaml")
            #expect(try await Picket.run("compile", without, "-o", folder.path("plain"), "--lab-keys").code == 0)
            let plain = try await Picket.run("check", "--bundle", folder.path("plain"))
            #expect(plain.code == 0 && !plain.output.contains("violated:"), "\(plain.all)")
        }
    }
}
