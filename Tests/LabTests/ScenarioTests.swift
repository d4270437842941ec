import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// The topologies of the repository, as somebody who tries them would run them.
    @Suite struct ScenarioTests {
        private static let all = ["quickstart", "seed-example", "single-vps", "two-site", "consortium", "large"]
        /// Those of at most 40 hosts, apart from the quickstart, which has tests of its own.
        private static let small = ["seed-example", "single-vps", "two-site", "consortium"]

        private static func path(_ name: String) -> String { "\(Repository.root)/topologies/\(name).yaml" }

        @Test("every topology has its scenario here")
        func listsAll() throws {
            let files = try Repository.files(below: "topologies").filter { $0.hasSuffix(".yaml") }
            #expect(files == Self.all.sorted().map { "topologies/\($0).yaml" })
        }

        @Test("passes check", arguments: Self.all)
        func checks(name: String) async throws {
            let run = try await Picket.run("check", Self.path(name), limit: .seconds(120))
            #expect(run.code == 0, "\(run.all)")
        }

        @Test("runs green in the lab", arguments: Self.small)
        func holds(name: String) async throws {
            let run = try await Picket.run("lab", "run", "--json", Self.path(name), limit: .seconds(240))
            #expect(run.code == 0, "\(run.all)")
            #expect(try Report.read(run.output).claims(ending: "holds") == Report.claimIDs, "\(run.all)")
        }

        /// No crawl shows more of what is behind a relay than the relay.
        @Test("behind relays, crawls show the relays' keys")
        func relays() async throws {
            let run = try await Picket.run("lab", "run", "--json", Self.path("two-site"), limit: .seconds(120))
            let claim = try #require(try Report.read(run.output).claims.first { $0.id == "validator-hidden" })
            let texts = claim.evidence.map(\.text).joined(separator: "\n")
            #expect(texts.contains("relay-east in its /crawl"), "\(run.all)")
            #expect(!texts.contains("validator-east in its /crawl"), "\(run.all)")
            #expect(!texts.contains("validator-west in its /crawl"), "\(run.all)")
        }
    }
}
