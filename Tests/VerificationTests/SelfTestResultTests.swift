import Testing

@testable import Verification

@Suite struct SelfTestResultTests {
    private typealias Judgement = SelfTestResult.Judgement

    private static func report(_ outcomes: [Claim.ID: Claim.Outcome] = [:], mutation: Mutation? = nil) -> LabReport {
        let claims = Claim.ID.allCases.map { id in
            let said = Evidence(from: "outsider", "about \(id)")
            let outcome = outcomes[id] ?? .holds
            return Claim(
                id,
                violations: outcome == .violated ? [said] : [],
                doubts: outcome == .unsettled ? [said] : [],
                observations: outcome == .holds ? [said] : [],
                opposite: ""
            )
        }
        return LabReport(network: "n", mutation: mutation?.rawValue, claims: claims, buildSeconds: 0, totalSeconds: 0)
    }

    @Test(
        "the run without a fault must hold",
        arguments: [
            ([:], Judgement.asExpected), ([.linksUp: .violated], .falseAlarm), ([.linksUp: .unsettled], .falseAlarm),
        ] as [([Claim.ID: Claim.Outcome], SelfTestResult.Judgement)]
    )
    func withoutFault(outcomes: [Claim.ID: Claim.Outcome], judgement: SelfTestResult.Judgement) {
        let result = SelfTestResult(nil, Self.report(outcomes))
        #expect(result.mutation == nil)
        #expect(result.judgement == judgement)
        #expect(result.isGood == (judgement == .asExpected))
    }

    @Test("a fault must be caught by its own claim", arguments: Mutation.allCases.filter { $0.caughtBy != nil })
    func fault(mutation: Mutation) throws {
        let culprit = try #require(mutation.caughtBy)
        let others = Claim.ID.allCases.filter { $0 != culprit }
        let caught = SelfTestResult(mutation, Self.report([culprit: .violated]))
        #expect(caught.judgement == .asExpected && caught.isGood)
        #expect(caught.violated == [culprit])
        #expect(caught.text == "outsider: about \(culprit)")

        #expect(SelfTestResult(mutation, Self.report()).judgement == .missed)
        #expect(SelfTestResult(mutation, Self.report([culprit: .unsettled])).judgement == .missed)
        for other in others {
            let wrong = SelfTestResult(mutation, Self.report([other: .violated]))
            #expect(wrong.judgement == .missed && !wrong.isGood, "\(other)")
            #expect(wrong.violated == [other])
            let both = SelfTestResult(mutation, Self.report([other: .violated, culprit: .violated]))
            #expect(both.judgement == .asExpected)
            #expect(both.text == "outsider: about \(culprit)")
        }
    }

    @Test("a harmless change must alarm nobody", arguments: Mutation.allCases.filter { $0.caughtBy == nil })
    func harmless(mutation: Mutation) {
        #expect(SelfTestResult(mutation, Self.report()).judgement == .asExpected)
        for id in Claim.ID.allCases {
            let alarm = SelfTestResult(mutation, Self.report([id: .violated]))
            #expect(alarm.judgement == .falseAlarm && !alarm.isGood)
            #expect(alarm.text == "outsider: about \(id)")
            let open = SelfTestResult(mutation, Self.report([id: .unsettled]))
            #expect(open.judgement == .falseAlarm && !open.isGood)
            #expect(open.violated.isEmpty)
            #expect(open.text == "outsider: about \(id)")
        }
    }

    @Test("a fault that fits nowhere says why, and is no failure")
    func notApplicable() {
        let result = SelfTestResult(MutationError(mutation: .adminOpen, reason: "there is no sentry"))
        #expect(result.judgement == .notApplicable && result.isGood)
        #expect(result.text == "there is no sentry" && result.mutation == "admin-open")
    }

    @Test("a fault that the artifacts have no place for is missed, not skipped")
    func artifactWithoutPlace() {
        let error = MutationError(
            mutation: .noPeerPrivate,
            reason: "the artifact has no '[peer_private]'",
            isOurs: true
        )
        #expect(SelfTestResult(error).judgement == .missed && !SelfTestResult(error).isGood)
    }

    @Test("a run without claims is never good")
    func empty() {
        let nothing = LabReport(network: "n", mutation: nil, claims: [], buildSeconds: 0, totalSeconds: 0)
        #expect(!SelfTestResult(nil, nothing).isGood)
        for mutation in Mutation.allCases {
            #expect(!SelfTestResult(mutation, nothing).isGood)
        }
    }
}
