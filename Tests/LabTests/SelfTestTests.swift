import Foundation
import TestSupport
import Testing

extension LabSuite {
    @Suite struct SelfTestTests {
        /// What `lab self-test --json` says.
        private struct Document: Decodable {
            struct Result: Decodable {
                let mutation: String?
                let judgement: String
                let violated: [String]
                let text: String
            }

            let schema: String
            let results: [Result]
        }

        @Test("every fault is caught, nothing harmless alarms, and each is listed with who caught it")
        func catchesAll() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(
                """
                picket: 1
                network: single
                segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
                hosts:
                  v: { role: validator, internet: 198.51.100.1 }
                  s: { role: sentry, internet: 198.51.100.2 }
                """,
                to: "single.yaml"
            )
            let run = try await Picket.run("lab", "self-test", "--json", file, limit: .seconds(120))
            #expect(run.code == 0, "\(run.all)")
            let document = try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
            #expect(document.schema == "picket.self-test/1")
            #expect(document.results.allSatisfy { $0.judgement == "as-expected" }, "\(run.output)")
            let caught =
                [
                    nil: nil, "no-peer-private": "validator-hidden", "open-validator": "validator-unreachable",
                    "missing-ruleset": "validator-unreachable", "no-egress-rule": "validator-confined",
                    "sentry-down": "sentry-reachable", "admin-open": "admin-closed",
                    "unprotected": "validator-hidden", "votes-stop": "votes-reach-strangers", "foreign-accept": nil,
                    "extra-interface": nil,
                ] as [String?: String?]
            #expect(document.results.count == caught.count)
            for result in document.results {
                let claim = try #require(caught[result.mutation])
                #expect(claim.map(result.violated.contains) ?? result.violated.isEmpty, "\(result)")
                #expect(result.text.isEmpty == (claim == nil), "\(result)")
            }
            // What is said about the file is said once, not once per run.
            #expect(run.errors.ranges(of: "note[P0412]").count == 1, "\(run.all)")
        }

        @Test("faults that fit nowhere are skipped with the reason; a claim that stays open is not called good")
        func skips() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(SampleTopology.lonelyText, to: "lonely.yaml")
            let run = try await Picket.run("lab", "self-test", file, limit: .seconds(60))
            #expect(run.code == 1, "\(run.all)")
            let lines = run.output.split(separator: "\n")
            #expect(
                lines.count { $0.hasPrefix("skipped") && $0.contains("the topology has no validator") } == 6,
                "\(run.all)"
            )
            let first = try #require(lines.first)
            #expect(first.hasPrefix("ALARM") && first.contains("as it is"), "\(run.all)")
            #expect(!first.contains("all claims hold"), "\(run.all)")
            #expect(lines.last?.hasPrefix("NO: ") == true, "\(run.all)")
        }
    }
}
