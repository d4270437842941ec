/// What one claim comes to on one host.
struct HostFinding: Sendable {
    let id: StaticClaim.ID
    let violations: [Evidence]
    /// What the host does, if there are no violations.
    let observation: Evidence

    func adding(_ violations: [Evidence]) -> HostFinding {
        HostFinding(id: self.id, violations: self.violations + violations, observation: self.observation)
    }
}
