/// Whether the claims did with a mutation what they must.
package struct SelfTestResult: Codable, Equatable, Sendable {
    package enum Judgement: String, Codable, Sendable {
        /// The fault was caught by the right claim, or the harmless change alarmed nobody.
        case asExpected = "as-expected"
        /// A fault that the right claim did not catch.
        case missed
        /// A claim that does not hold without any fault.
        case falseAlarm = "false-alarm"
        /// The topology has no place for this fault.
        case notApplicable = "not-applicable"
    }

    /// `nil` for the run without any fault.
    package let mutation: String?
    package let judgement: Judgement
    /// The claims that ended violated.
    package let violated: [Claim.ID]
    /// The first observation against them, or why there is none.
    package let text: String

    /// Judges the report of a run.
    package init(_ mutation: Mutation?, _ report: LabReport) {
        let violated = report.claims(ending: .violated)
        self.mutation = mutation?.rawValue
        self.violated = violated.map(\.id)
        let culprit = mutation?.caughtBy
        let decisive = violated.first { $0.id == culprit } ?? violated.first ?? report.claims(ending: .unsettled).first
        self.text = decisive.flatMap { claim in claim.evidence.first.map { "\($0.vantage): \($0.text)" } } ?? ""
        if let culprit {
            self.judgement = self.violated.contains(culprit) ? .asExpected : .missed
        } else {
            self.judgement = report.outcome == .holds ? .asExpected : .falseAlarm
        }
    }

    /// A mutation that could not be made.
    ///
    /// One that fits the topology and cannot be made all the same is missed: nobody knows whether it would be caught.
    package init(_ error: MutationError) {
        self.mutation = error.mutation.rawValue
        self.judgement = error.isOurs ? .missed : .notApplicable
        self.violated = []
        self.text = error.reason
    }

    package var isGood: Bool {
        self.judgement == .asExpected || self.judgement == .notApplicable
    }
}
