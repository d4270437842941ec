import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// Rules on which libnftables 1.0.6 ends its process while it loads them. One that loads them is as good.
    @Suite struct LoadingEndTests {
        private static let rule = "ip6 nexthdr 51 tcp dport 22 accept"
        private static let words =
            "libnftables ends with an assertion while it loads "
        private static let assertion = "Assertion `expr->payload.base == PROTO_BASE_LL_HDR' failed."

        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        /// Whether nft itself ends on the rule.
        private func endsNft() async throws -> Bool {
            let script = "nft 'add table inet t; add chain inet t c; add rule inet t c \(Self.rule)' 2>&1"
            let process = try RunningProcess("unshare", ["-Urn", "sh", "-c", script], in: "/")
            return try await process.finish(within: .seconds(30)).output.contains(Self.assertion)
        }

        @Test("a file with such a rule is bad input, told with libnftables' last words and what to do, not the end")
        func file() async throws {
            guard try await self.endsNft() else { return }
            let chain = "chain c {\n type filter hook input priority 0\n"
            let file = try self.folder.write("table inet t {\n \(chain) \(Self.rule)\n }\n}\n", to: "rules.nft")
            let other = try self.folder.write("table inet t {\n \(chain) tcp dport 22 accept\n }\n}\n", to: "other.nft")
            let commands = [
                ["prove", "--nft", file, "--expect", "deny tcp to any:22"], ["trace", "--nft", file, "tcp"],
                ["diff", file, other], ["diff", other, file],
            ]
            for arguments in commands {
                let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(30))
                #expect(run.code == 65 && run.output.isEmpty, "\(arguments): \(run.all)")
                #expect(run.errors.contains("\(Self.words)\(file): evaluate.c:"), "\(arguments): \(run.all)")
                #expect(run.errors.contains("\(Self.assertion)\n"), "\(arguments): \(run.all)")
                #expect(run.errors.contains("take rules out until 'nft -c -f FILE' says nothing"), "\(run.all)")
                #expect(!run.errors.contains("Backtrac"), "\(arguments): \(run.all)")
            }
        }

        @Test("a rule of the user's own is told at its place, and so are others that are refused")
        func ownRule() async throws {
            guard try await self.endsNft() else { return }
            let topology = """
                picket: 1
                network: ends
                segments: { backbone: { cidr: 10.1.10.0/24 }, internet: { public: true, cidr: 198.51.100.0/24 } }
                firewall:
                  rules:
                    input:
                      - '\(Self.rule)'
                      - 'ip saddr 10.1.10.9 tcp dport 9200 accept'
                      - 'iif "wan7" tcp dport 22x accept'
                hosts:
                  v-1: { role: validator, backbone: 10.1.10.51 }
                  s-1: { role: sentry, backbone: 10.1.10.61, internet: 198.51.100.11 }

                """
            let file = try self.folder.write(topology, to: "t.yaml")
            for arguments in [["check", file], ["compile", file, "-o", self.folder.path("out"), "--lab-keys"]] {
                let process = try RunningProcess(Picket.binary, arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                #expect(run.code == 65, "\(arguments): \(run.all)")
                #expect(run.all.components(separatedBy: "error[P0614]").count == 3, "\(arguments): \(run.all)")
                #expect(run.all.contains("--> \(file):7:") && run.all.contains(Self.words), "\(arguments): \(run.all)")
                #expect(run.all.contains("--> \(file):9:") && run.all.contains("22x"), "\(arguments): \(run.all)")
            }
        }

        @Test("the files of other hosts are judged as if it had not been there")
        func otherFiles() async throws {
            guard try await self.endsNft() else { return }
            let out = self.folder.path("out")
            #expect(try await Picket.run("compile", Picket.quickstart, "-o", out, "--lab-keys").code == 0)
            func insert(_ rule: String, on host: String) throws {
                let file = "out/\(host)/picket.nft"
                let text = self.folder.written(file)
                let place = try #require(text.firstRange(of: "\t\tct state established"))
                try self.folder.write(
                    text.replacingCharacters(in: place, with: "\t\t\(rule)\n\t\tct state established"),
                    to: file
                )
            }
            try insert("iif \"wan7\" \(Self.rule)", on: "sentry-1")
            try insert("iif \"wan7\" tcp dport ssh drop", on: "sentry-2")
            for arguments in [["--bundle", out], [Picket.quickstart, "--bundle", out]] {
                let process = try RunningProcess(Picket.binary, ["check"] + arguments, in: Repository.root)
                let run = try await process.finish(within: .seconds(60))
                #expect(run.output.contains("\(Self.words)\(out)/sentry-1/picket.nft: evaluate.c:"), "\(run.all)")
                // An interface or a name that was left there would not be missed.
                let second = "\(out)/sentry-2/picket.nft"
                #expect(run.output.contains("\(second) needs interface 'wan7'"), "\(run.all)")
                #expect(run.output.contains("takes from the host what may be otherwise there"), "\(run.all)")
            }
        }
    }
}
