/// What `picket lab run` found out.
package struct LabReport: Codable, Equatable, Sendable {
    /// The name and version of this form.
    package static let schema = "picket.lab-report/1"

    package let schema: String
    package let network: String
    /// The fault that was made, if any.
    package let mutation: String?
    package let claims: [Claim]
    /// Time to make namespaces, cables and rules.
    package let buildSeconds: Double
    /// Time from the first namespace to the last verdict.
    package let totalSeconds: Double

    package init(network: String, mutation: String?, claims: [Claim], buildSeconds: Double, totalSeconds: Double) {
        self.schema = Self.schema
        self.network = network
        self.mutation = mutation
        self.claims = claims
        self.buildSeconds = buildSeconds
        self.totalSeconds = totalSeconds
    }

    /// The worst of its claims' outcomes.
    package var outcome: Claim.Outcome {
        if self.claims.contains(where: { $0.outcome == .violated }) { return .violated }
        if self.claims.isEmpty || self.claims.contains(where: { $0.outcome == .unsettled }) { return .unsettled }
        return .holds
    }

    package func claims(ending outcome: Claim.Outcome) -> [Claim] {
        self.claims.filter { $0.outcome == outcome }
    }
}
