/// One way that a packet can go through the chains of a hook.
package struct TracePath: Hashable, Sendable {
    /// What a rule did to the packet.
    package enum Effect: Hashable, Sendable {
        case notMatched
        /// The rule matched and did not decide.
        case passed
        case accepted
        /// Dropped or rejected.
        case dropped
        /// To a chain, by jump or goto.
        case sent(to: String)
        case returned
        case translated
    }

    package struct Step: Hashable, Sendable {
        package let point: DecisionPoint
        package let effect: Effect
        /// The prover cannot know whether it is so; this path is one where it is.
        package let isUncertain: Bool
    }

    package let steps: [Step]
    package let isAccepted: Bool
    /// The rule or policy that decided last; `nil` if the hook has no chain for the packet.
    package let decidedBy: DecisionPoint?
    /// The packet as the next hook gets it; `nil` if it was dropped.
    let leaving: TracedPacket?

    init(steps: [Step], isAccepted: Bool, decidedBy: DecisionPoint?, leaving: TracedPacket? = nil) {
        self.steps = steps
        self.isAccepted = isAccepted
        self.decidedBy = decidedBy
        self.leaving = leaving
    }

    /// Who is to blame for the end: of what was let through, the last rule that did so, since every policy behind it does nothing.
    package var blamed: DecisionPoint? {
        guard self.isAccepted else { return self.decidedBy }
        return self.steps.last { $0.effect == .accepted && $0.point.handle != nil }?.point ?? self.decidedBy
    }
}
