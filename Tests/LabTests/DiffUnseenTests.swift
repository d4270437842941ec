import Foundation
import TestSupport
import Testing

extension LabSuite {
    /// `picket diff` where rules do otherwise what no outcome shows: what cannot be known beforehand, and what is made of packets.
    @Suite struct DiffUnseenTests {
        private let folder: ScratchFolder

        init() throws {
            self.folder = try ScratchFolder()
        }

        private func run(_ change: UnseenChange) async throws -> Finished {
            #expect(change.old != change.new)
            let before = try self.folder.write(change.old, to: "before.nft")
            let after = try self.folder.write(change.new, to: "after.nft")
            return try await Picket.run("diff", before, after)
        }

        @Test(
            "what no outcome shows is told, both in what rules say and in where they stand",
            arguments: UnseenChange.ofStatements + UnseenChange.ofPlaces + UnseenChange.ofWays
        )
        func told(change: UnseenChange) async throws {
            let run = try await self.run(change)
            #expect(run.code == 69 && run.output.contains(change.words), "\(run.all)")
        }

        @Test("what changes nothing is no difference", arguments: UnseenChange.ofNothing)
        func silent(change: UnseenChange) async throws {
            let run = try await self.run(change)
            #expect(run.code == 0 && run.output.contains("no packet is treated otherwise\n"), "\(run.all)")
        }

        @Test("a rule is the same however a value in it is listed", arguments: ["limit first", "match first"])
        func values(order: String) async throws {
            let files = try ["\"icmp\"", "1"].map { value in
                let match = #"{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": \#(value)}}"#
                let limit = #"{"limit": {"rate": 1, "burst": 5, "per": "hour"}}"#
                let expressions = (order == "limit first" ? [limit, match] : [match, limit]).joined(separator: ", ")
                let json = #"""
                    {"nftables": [{"table": {"family": "inet", "name": "t"}},
                    {"chain": {"family": "inet", "table": "t", "name": "c", "type": "filter", "hook": "input", "prio": 0}},
                    {"rule": {"family": "inet", "table": "t", "chain": "c", "expr": [\#(expressions), {"drop": null}]}}]}
                    """#
                return try self.folder.write(json, to: "\(value.count).json")
            }
            let run = try await Picket.run("diff", files[0], files[1])
            #expect(run.code == 0, "\(run.all)")
        }

        @Test("what is sure is told as such, beside rules that nobody can know")
        func sure() async throws {
            let run = try await self.run(
                UnseenChange("a port", input: "tcp dport 22 quota 500 bytes accept; tcp dport 80 drop", "80", "81")
            )
            #expect(run.code == 1 && run.output.contains("input: newly dropped\n"), "\(run.all)")
            #expect(!run.output.contains("cannot be known beforehand: inet"), "\(run.all)")
        }
    }
}
