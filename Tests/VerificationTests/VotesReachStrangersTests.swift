import Addressing
import Testing
import Topology
import Verification

@Suite struct VotesReachStrangersTests {
    private static func observation(
        at server: String = "sentry-1",
        expected: [String] = ["validator-1"],
        heard: [String] = ["validator-1"],
        age: Duration = .milliseconds(1_049),
        labAge: Duration = .seconds(9),
        failure: String? = nil
    ) throws -> VoteObservation {
        VoteObservation(
            vantage: try Seen.host("outsider"),
            server: try Seen.host(server),
            endpoint: try Seen.endpoint("198.51.100.11:50333"),
            expected: try expected.map { try Seen.host($0) },
            votes: try heard.map { VoteObservation.Vote(of: try Seen.host($0), age: age, labAge: labAge) },
            listened: .seconds(4),
            failure: failure
        )
    }

    private static func claim(
        _ observations: [VoteObservation],
        of validators: [String] = ["validator-1"]
    ) throws -> Claim {
        .votesReachStrangers(try validators.map { try Seen.host($0) }, observations)
    }

    @Test("holds if a stranger heard every validator at every server, and says how long that took and by whom")
    func holds() throws {
        let claim = try Self.claim([try Self.observation(), try Self.observation(at: "sentry-2")])
        #expect(claim.id == .votesReachStrangers)
        #expect(claim.outcome == .holds)
        #expect(claim.evidence.count == 2)
        #expect(
            claim.evidence.first
                == Evidence(
                    from: "outsider",
                    "a validation of validator-1 came from sentry-1 (198.51.100.11:50333), at most 1.04 s after it was "
                        + "signed; the signature is that of its validation key"
                )
        )
    }

    @Test("is violated by one server at which one validator is not heard, and names both")
    func violated() throws {
        let deaf = try Self.observation(at: "sentry-2", expected: ["validator-1", "validator-2"])
        let claim = try Self.claim([try Self.observation(), deaf])
        #expect(claim.outcome == .violated)
        #expect(
            claim.evidence == [
                Evidence(from: "outsider", "heard no vote of validator-2 from sentry-2 (198.51.100.11:50333) in 4.00 s")
            ]
        )
    }

    @Test("a stranger who could not stay has heard nothing that speaks against the claim, and nothing for it")
    func failed() throws {
        let away = try Self.observation(at: "sentry-2", heard: [], failure: "503, no slot")
        let claim = try Self.claim([try Self.observation(), away])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text == "could not listen at sentry-2 (198.51.100.11:50333): 503, no slot")
        // What was heard before it had to leave counts.
        let late = try Self.observation(at: "sentry-2", failure: "lost as a peer")
        #expect(try Self.claim([late]).outcome == .holds)
    }

    @Test("a validator that nobody could listen for keeps the claim open")
    func unheard() throws {
        let claim = try Self.claim([try Self.observation()], of: ["validator-1", "validator-2"])
        #expect(claim.outcome == .unsettled)
        #expect(claim.evidence.first?.text == "no stranger can see a public server that validator-2 is linked with")
    }

    @Test("is unsettled where nobody votes and nobody listens")
    func nothing() throws {
        #expect(try Self.claim([], of: []).outcome == .unsettled)
        #expect(try Self.claim([], of: ["validator-1"]).outcome == .unsettled)
    }

    @Test(
        "a vote that is old, of the future, or older than the lab is not heard",
        arguments: [
            (21_000, 3_600_000, "21.00 s before it came"), (7_200_000, 9_000, "7200.00 s before it came"),
            (11_000, 9_000, "11.00 s before it came"), (-2_000, 9_000, "2.00 s in the future"),
        ]
    )
    func stale(age: Int, labAge: Int, when: String) throws {
        let repeated = try Self.observation(age: .milliseconds(age), labAge: .milliseconds(labAge))
        let claim = try Self.claim([try Self.observation(at: "sentry-2"), repeated])
        #expect(claim.outcome == .violated)
        #expect(
            claim.texts.contains(
                "heard no vote of validator-1 from sentry-1 (198.51.100.11:50333) in 4.00 s; one came that was signed "
                    + "\(when), and counts only within 20.00 s and since the lab began"
            )
        )
    }

    @Test(
        "a vote counts up to its age and the lab's, in whole seconds",
        arguments: [(20, 60), (10, 9), (0, 0), (-1, 9)]
    )
    func fresh(age: Int, labAge: Int) throws {
        let heard = try Self.observation(age: .seconds(age), labAge: .seconds(labAge))
        #expect(try Self.claim([heard]).outcome == .holds)
    }
}
