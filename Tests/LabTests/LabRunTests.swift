import Foundation
import TestSupport
import Testing

extension LabSuite {
    @Suite struct LabRunTests {
        @Test("the quickstart comes up, every claim holds, and each says what would have shown the opposite")
        func holds() async throws {
            let run = try await Picket.run("lab", "run", "topologies/quickstart.yaml")
            #expect(run.code == 0, "\(run.all)")
            let lines = run.output.split(separator: "\n")
            for id in Report.claimIDs {
                #expect(lines.contains { $0.split(separator: " ") == ["holds", Substring(id)] }, "\(run.all)")
            }
            #expect(lines.count { $0.hasPrefix("    otherwise") } == Report.claimIDs.count)
            #expect(run.output.contains("remains visible"))
            #expect(run.errors.isEmpty, "\(run.all)")
            #expect(!run.output.contains("\u{1B}"), "colour without a terminal")
        }

        @Test("--json prints one document with a schema, in which all eight claims hold with evidence")
        func json() async throws {
            let run = try await Picket.run("lab", "run", "--json", Picket.quickstart)
            #expect(run.code == 0, "\(run.all)")
            let report = try Report.read(run.output)
            #expect(report.schema == "picket.lab-report/1")
            #expect(report.network == "quickstart" && report.mutation == nil)
            #expect(report.claims.map(\.id) == Report.claimIDs)
            #expect(report.claims(ending: "holds") == Report.claimIDs, "\(run.output)")
            for claim in report.claims {
                #expect(!claim.evidence.isEmpty && !claim.opposite.isEmpty)
            }
            #expect(run.errors.isEmpty)
        }

        @Test(
            "every fault is caught by its claim and ends with 1; what is harmless alarms nobody",
            arguments: [
                ("no-peer-private", "validator-hidden"), ("open-validator", "validator-unreachable"),
                ("missing-ruleset", "validator-unreachable"), ("no-egress-rule", "validator-confined"),
                ("sentry-down", "sentry-reachable"), ("admin-open", "admin-closed"),
                ("unprotected", "validator-hidden"), ("votes-stop", "votes-reach-strangers"),
                ("foreign-accept", nil), ("extra-interface", nil),
            ] as [(String, String?)]
        )
        func mutations(name: String, claim: String?) async throws {
            let run = try await Picket.run("lab", "run", "--json", "--mutate", name, Picket.quickstart)
            let report = try Report.read(run.output)
            #expect(report.mutation == name)
            if let claim {
                #expect(run.code == 1, "\(run.all)")
                #expect(report.claims(ending: "violated").contains(claim), "\(run.all)")
                let evidence = try #require(report.claims.first { $0.id == claim }).evidence
                #expect(evidence.first?.text.isEmpty == false)
            } else {
                #expect(run.code == 0, "\(run.all)")
                #expect(report.claims(ending: "holds") == Report.claimIDs, "\(run.all)")
            }
        }

        /// Private addresses are never passed on, so it takes a validator with a public one.
        @Test("a sentry that protects nobody passes on a liar's guess; one that protects does not")
        func gossip() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(Self.publicValidator, to: "public.yaml")
            let good = try Report.read(try await Picket.run("lab", "run", "--json", file, limit: .seconds(90)).output)
            let bad = try Report.read(
                try await Picket.run("lab", "run", "--json", "--mutate", "unprotected", file, limit: .seconds(90))
                    .output
            )
            let evidence = [good, bad].map { report in
                report.claims.first { $0.id == "validator-hidden" }?.evidence.map(\.text).joined(separator: "\n") ?? ""
            }
            #expect(good.claims(ending: "holds") == Report.claimIDs, "\(evidence[0])")
            #expect(evidence[0].contains("was told by a liar of 198.51.100.1 and of 192.0.2.2"), "\(evidence[0])")
            #expect(bad.claims(ending: "violated") == ["validator-hidden"], "\(evidence[1])")
            #expect(
                evidence[1].contains("tells strangers of 198.51.100.1, an address of v, which a liar had told it"),
                "\(evidence[1])"
            )
        }

        private static let publicValidator = """
            picket: 1
            network: single
            segments: { internet: { public: true, cidr: 198.51.100.0/24 } }
            hosts:
              v: { role: validator, internet: 198.51.100.1 }
              s: { role: sentry, internet: 198.51.100.2 }
            """

        @Test("a mutation that does not exist is a usage error that lists those that do")
        func unknownMutation() async throws {
            let run = try await Picket.run("lab", "run", "--mutate", "no-peer-privat", Picket.quickstart)
            #expect(run.code == 64, "\(run.all)")
            #expect(run.errors.contains("no-peer-private"))
        }

        @Test("a mutation that does not fit a topology is an error in words")
        func misfit() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(SampleTopology.lonelyText, to: "lonely.yaml")
            let run = try await Picket.run("lab", "run", "--mutate", "open-validator", file)
            #expect(run.code == 65, "\(run.all)")
            #expect(run.errors.contains("mutation 'open-validator' cannot be made here: the topology has no validator"))
        }

        @Test("what nothing can be said about is unsettled, which is 69, and the rest is observed all the same")
        func unsettled() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(SampleTopology.lonelyText, to: "lonely.yaml")
            let run = try await Picket.run("lab", "run", "--json", file)
            let report = try Report.read(run.output)
            // A node that no link waits for must have its time to start as well.
            #expect(
                report.claims(ending: "holds") == ["rules-in-place", "sentry-reachable", "admin-closed"],
                "\(run.all)"
            )
            #expect(report.claims(ending: "violated") == [], "\(run.all)")
            #expect(run.code == 69, "\(run.all)")
        }

        /// Two groups on two private segments: an outsider has no path to the second one, and needs none.
        @Test("a topology with two private segments holds as well")
        func severalSegments() async throws {
            let folder = try ScratchFolder()
            let file = try folder.write(Self.twoSegments, to: "two.yaml")
            let run = try await Picket.run("lab", "run", "--json", file, limit: .seconds(90))
            let report = try Report.read(run.output)
            #expect(run.code == 0, "\(run.all)")
            #expect(report.claims(ending: "holds") == Report.claimIDs)
        }

        private static let twoSegments = """
            picket: 1
            network: two
            segments:
              internet: { public: true, cidr: 198.51.100.0/24 }
              north:    { cidr: 10.1.10.0/24 }
              south:    { cidr: 10.2.10.0/24 }
            hosts:
              vn: { role: validator, group: n, north: 10.1.10.1 }
              sn: { role: sentry, group: n, north: 10.1.10.2, internet: 198.51.100.2 }
              vs: { role: validator, group: s, south: 10.2.10.1 }
              ss: { role: sentry, group: s, south: 10.2.10.2, internet: 198.51.100.3 }
            """
    }
}
