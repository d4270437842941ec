import Foundation
import TestSupport
import Testing

extension LabSuite {
    @Suite struct ReachCommandTests {
        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        private static func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        @Test(
            "the exit code says whether anything gets there",
            arguments: [
                ("validator-1", "sentry-1:50333", 0), ("stranger", "validator-1", 1), ("any", "validator-1:22", 1),
                ("stranger", "sentry-1:50333", 69), ("stranger", "sentry-1:50333/udp", 1), ("backbone", "sentry-2", 0),
                ("10.1.10.51", "10.1.10.55:50333", 0), ("validator-1", "stranger", 1),
            ]
        )
        func exitCode(from: String, to: String, code: Int32) async throws {
            let run = try await Picket.run("reach", Picket.quickstart, from, to)
            #expect(run.code == code, "\(run.all)")
        }

        @Test("where nothing gets through, each end is asked by itself")
        func ends() async throws {
            let run = try await Picket.run("reach", Picket.quickstart, "sentry-1", "validator-1")
            #expect(run.code == 1, "\(run.all)")
            #expect(run.output.contains("sentry-1 alone lets nothing of it out: dropped by"), "\(run.all)")
            #expect(run.output.contains("validator-1 alone lets nothing of it in: dropped by"), "\(run.all)")
        }

        @Test(
            "a question about no two ends is refused",
            arguments: [
                ("validator-1", "validator-1", "both ends"), ("stranger", "stranger", "no rules to ask"),
                ("stranger", "203.0.113.7:22", "no rules to ask"),
            ]
        )
        func noQuestion(from: String, to: String, text: String) async throws {
            let run = try await Picket.run("reach", Picket.quickstart, from, to)
            #expect(run.code == 64 && run.output.isEmpty && run.errors.contains(text), "\(run.all)")
        }

        @Test("what lets packets through is named at both ends, with an example")
        func rules() async throws {
            let run = try await Picket.run("reach", Picket.quickstart, "validator-1", "sentry-1")
            #expect(run.output.contains("new tcp from validator-1 to sentry-1 to port 50333\n"), "\(run.all)")
            #expect(run.output.contains("example: new TCP 10.1.10.51:40000 -> 10.1.10.55:50333"), "\(run.all)")
            #expect(run.output.contains(" comment \"the links of this host\" (validator-1/picket.nft:"), "\(run.all)")
            let place = /\(sentry-1\/picket\.nft:\d+, from .*quickstart\.yaml:10\)/
            #expect(run.output.contains(place), "\(run.all)")
            let json = try await Picket.run("reach", Picket.quickstart, "stranger", "validator-1", "--json")
            let report = try Self.object(json.output)
            #expect(report["schema"] as? String == "picket.reach/1" && report["answer"] as? String == "no")
            let finding = try #require((report["findings"] as? [[String: Any]])?.first)
            #expect((finding["rules"] as? [[String: Any]])?.first?["host"] as? String == "validator-1")
        }

        @Test("all pairs of the quickstart: validators dial, and nobody dials them")
        func allPairs() async throws {
            let run = try await Picket.run("reach", Picket.quickstart, "--all-pairs", "--json")
            #expect(run.code == 0, "\(run.all)")
            let report = try Self.object(run.output)
            #expect(report["pairs"] as? Int == 6)
            let senders = try #require(report["senders"] as? [[String: Any]])
            let reached = senders.flatMap { $0["reaches"] as? [[String: Any]] ?? [] }.compactMap {
                $0["host"] as? String
            }
            #expect(reached.contains("sentry-1") && !reached.contains("validator-1"), "\(reached)")
        }

        @Test("files on disk are judged as they are; a host without rules is not known")
        func bundle() async throws {
            let out = self.folder.path("out")
            let compiled = try await Picket.run("compile", Picket.quickstart, "-o", out, "--lab-keys")
            #expect(compiled.code == 0, "\(compiled.all)")
            let name = "out/validator-1/picket.nft"
            try self.folder.write(
                self.folder.written(name) + "insert rule inet picket input tcp dport 22 accept\n",
                to: name
            )
            let arguments = ["reach", Picket.quickstart, "stranger", "validator-1:22", "--bundle", out]
            let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
            let run = try await process.finish(within: .seconds(60))
            #expect(run.code == 0 && run.output.contains("tcp dport 22 accept"), "\(run.all)")
            try FileManager.default.removeItem(atPath: self.folder.path("out/validator-1"))
            let missing = try RunningProcess(Picket.binary, arguments, in: Repository.root)
            let unknown = try await missing.finish(within: .seconds(60))
            #expect(
                unknown.code == 69 && unknown.output.contains("not known: the rules of validator-1"),
                "\(unknown.all)"
            )
        }

        @Test(
            "of flows that are not tracked, written anew or not seen nothing is sure, and they differ",
            arguments: [
                ("hook output priority raw; policy accept; tcp dport 50333 notrack", "validator-1"),
                ("hook output priority raw; policy accept; tcp dport 50333 ct zone set 5", "validator-1"),
                ("hook output priority raw; policy accept; tcp flags syn / syn,ack notrack", "validator-1"),
                ("hook output priority 100; policy accept; tcp dport 50333 tcp flags set rst", "validator-1"),
                ("hook prerouting priority raw; policy accept; tcp dport 50333 notrack", "sentry-1"),
                ("hook output priority 100; policy accept; ct state established tcp flags set rst", "sentry-1"),
                (
                    "hook output priority 0; policy accept; tcp dport 50333 ct state established tcp window set 0",
                    "validator-1"
                ),
                ("hook output priority 0; policy accept; tcp dport 50333 ip ttl set 1", "validator-1"),
                ("hook prerouting priority 0; policy accept; tcp sport 50333 tcp checksum set 0", "validator-1"),
                ("hook output priority 100; policy accept; tcp sport 50333 tcp sequence set 5", "sentry-1"),
                ("hook input priority 0; policy accept; tcp flags psh drop", "sentry-1"),
                ("hook ingress device \"lo\" priority 0; policy accept; drop", "sentry-1"),
            ]
        )
        func untied(chain: String, host: String) async throws {
            let (old, out) = (self.folder.path("old"), self.folder.path("out"))
            for folder in [old, out] {
                let compiled = try await Picket.run("compile", Picket.quickstart, "-o", folder, "--lab-keys")
                #expect(compiled.code == 0, "\(compiled.all)")
            }
            let flow = ["validator-1", "sentry-1:50333"]
            let name = "out/\(host)/picket.nft"
            let sure = try await Picket.run("reach", Picket.quickstart, flow[0], flow[1], "--bundle", out)
            #expect(sure.code == 0 && sure.output.hasPrefix("yes "), "\(sure.all)")
            let start = "\tchain input {\n"
            let text = self.folder.written(name).replacing(
                start,
                with: "\tchain more {\n\t\ttype filter \(chain)\n\t}\n\n\(start)",
                maxReplacements: 1
            )
            try self.folder.write(text, to: name)
            let run = try await Picket.run("reach", Picket.quickstart, flow[0], flow[1], "--bundle", out)
            #expect(run.code != 0 && !run.output.hasPrefix("yes "), "\(run.all)")
            let pairs = try await Picket.run("reach", Picket.quickstart, "--all-pairs", "--bundle", out)
            #expect(pairs.output.contains("peer port, maybe: sentry-1"), "\(pairs.all)")
            let diff = try await Picket.run("diff", old, out)
            #expect(diff.code != 0, "\(diff.all)")
        }

        @Test(
            "a question that means nothing is a usage error",
            arguments: [
                ["nobody", "sentry-1"], ["any", "nobody"], ["any", "sentry-1:0"], ["any", "sentry-1:x"], ["any"],
            ]
        )
        func nonsense(question: [String]) async throws {
            let process = try RunningProcess(
                Picket.binary,
                ["reach", Picket.quickstart] + question,
                in: Repository.root
            )
            let run = try await process.finish(within: .seconds(60))
            #expect(run.code == 64 && run.errors.hasPrefix("error: ") || run.errors.contains("Error: "), "\(run.all)")
        }

        @Test("two topologies are compared in their words, with the pairs that change")
        func diff() async throws {
            let old = try Repository.text(SampleTopology.quickstartPath)
            let open = old + "firewall: { rules: { input: ['ip saddr 10.1.10.55 tcp dport 22 accept'] } }\n"
            let files = try (
                self.folder.write(old, to: "old.yaml"), self.folder.write(open, to: "new.yaml")
            )
            let same = try await Picket.run("diff", files.0, files.0)
            #expect(same.code == 0, "\(same.all)")
            let run = try await Picket.run("diff", files.0, files.1)
            #expect(run.code == 1, "\(run.all)")
            #expect(run.output.contains("input: newly accepted\n"), "\(run.all)")
            #expect(run.output.contains("from sentry-1 to port 22"), "\(run.all)")
        }

        @Test("a ceiling that was changed is named, although nobody knows which packets it concerns")
        func ceilings() async throws {
            let old = try Repository.text(SampleTopology.quickstartPath)
            let lower = old + "roles: { sentry: { firewall: { limits: { total: 9 } } } }\n"
            let files = try (
                self.folder.write(old, to: "before.yaml"), self.folder.write(lower, to: "after.yaml")
            )
            let run = try await Picket.run("diff", files.0, files.1)
            #expect(run.code == 69, "\(run.all)")
            for (verb, set) in [("gone", "slots-11"), ("new", "slots-9")] {
                let line = "\(verb), cannot be known beforehand: inet picket-slots strangers: update @\(set)"
                #expect(run.output.contains(line), "\(run.all)")
            }
            #expect(run.output.hasSuffix("of which 0 differ; of 2 more it cannot be known\n"), "\(run.all)")
        }
    }
}
