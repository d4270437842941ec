import FoundationEssentials
import Testing

@testable import Verification

@Suite struct ClaimTests {
    private static let good = [Evidence(from: "a", "good")]
    private static let doubt = [Evidence(from: "b", "doubt")]
    private static let bad = [Evidence(from: "c", "bad")]

    @Test("the identifiers are an interface")
    func identifiers() {
        #expect(
            Claim.ID.allCases.map(\.description) == [
                "rules-in-place", "links-up", "validator-hidden", "validator-unreachable", "validator-confined",
                "sentry-reachable", "admin-closed", "votes-reach-strangers",
            ]
        )
    }

    @Test(
        "a violation outweighs a doubt, a doubt outweighs observations, and nothing at all settles nothing",
        arguments: [
            (Self.bad, Self.doubt, Self.good, Claim.Outcome.violated), (Self.bad, [], [], .violated),
            ([], Self.doubt, Self.good, .unsettled), ([], Self.doubt, [], .unsettled), ([], [], Self.good, .holds),
            ([], [], [], .unsettled),
        ]
    )
    func settles(violations: [Evidence], doubts: [Evidence], observations: [Evidence], outcome: Claim.Outcome) {
        let claim = Claim(.linksUp, violations: violations, doubts: doubts, observations: observations, opposite: "x")
        #expect(claim.outcome == outcome)
        #expect(!claim.evidence.isEmpty)
        #expect(claim.opposite == "x")
        let decisive = (violations + doubts + observations).first
        #expect(decisive == nil || claim.evidence.first == decisive)
    }

    @Test("a doubt that several observations share is said once, in its place")
    func mergesDoubts() {
        let other = Evidence(from: "b", "another doubt")
        let doubts = Self.doubt + [other] + Self.doubt + [other]
        let claim = Claim(.linksUp, violations: [], doubts: doubts, observations: Self.good, opposite: "")
        #expect(claim.evidence == Self.doubt + [other] + Self.good)
    }

    @Test("survives a round trip through JSON")
    func codes() throws {
        let claim = Claim(.adminClosed, violations: Self.bad, doubts: Self.doubt, observations: [], opposite: "\"x\"")
        let data = try JSONEncoder().encode(claim)
        #expect(try JSONDecoder().decode(Claim.self, from: data) == claim)
        #expect(String(decoding: data, as: UTF8.self).contains("\"admin-closed\""))
    }
}

@Suite struct LabReportTests {
    @Test("a report is as good as its worst claim, and one without claims settles nothing")
    func outcome() {
        let good = Claim(.linksUp, violations: [], doubts: [], observations: [Evidence(from: "a", "x")], opposite: "")
        let open = Claim(.adminClosed, violations: [], doubts: [], observations: [], opposite: "")
        let bad = Claim(
            .validatorHidden,
            violations: [Evidence(from: "a", "x")],
            doubts: [],
            observations: [],
            opposite: ""
        )
        func report(_ claims: [Claim]) -> LabReport {
            LabReport(network: "n", mutation: nil, claims: claims, buildSeconds: 0, totalSeconds: 0)
        }
        #expect(report([]).outcome == .unsettled)
        #expect(report([good]).outcome == .holds)
        #expect(report([good, open]).outcome == .unsettled)
        #expect(report([good, bad, open]).outcome == .violated)
        #expect(report([bad, good]).claims(ending: .violated) == [bad])
        #expect(report([]).schema == "picket.lab-report/1")
    }
}
