/// A property that must hold, settled by evidence.
package struct Claim: Codable, Equatable, Sendable {
    package enum ID: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
        case rulesInPlace = "rules-in-place"
        case linksUp = "links-up"
        case validatorHidden = "validator-hidden"
        case validatorUnreachable = "validator-unreachable"
        case validatorConfined = "validator-confined"
        case sentryReachable = "sentry-reachable"
        case adminClosed = "admin-closed"
        case votesReachStrangers = "votes-reach-strangers"

        package var description: String { self.rawValue }
    }

    package enum Outcome: String, Codable, Sendable {
        case holds
        /// The first evidence is the observation that violates the claim.
        case violated
        /// The first evidence is the reason why nothing can be said.
        case unsettled
    }

    package let id: ID
    package let outcome: Outcome
    /// What was observed, most important first; never empty.
    package let evidence: [Evidence]
    /// What an observer would have seen if the claim were violated.
    package let opposite: String

    /// Settles a claim from what speaks against it, what keeps it open, and what was observed.
    ///
    /// A violation outweighs everything; a doubt outweighs any number of good observations; and without a single
    /// observation there is nothing to say.
    init(_ id: ID, violations: [Evidence], doubts: [Evidence], observations: [Evidence], opposite: String) {
        // Several observations can share one doubt, such as a counter that fell short.
        let doubts = doubts.enumerated().filter { !doubts[..<$0.offset].contains($0.element) }.map(\.element)
        self.id = id
        self.opposite = opposite
        if !violations.isEmpty {
            self.outcome = .violated
            self.evidence = violations + doubts
        } else if !doubts.isEmpty {
            self.outcome = .unsettled
            self.evidence = doubts + observations
        } else if observations.isEmpty {
            self.outcome = .unsettled
            self.evidence = [Evidence(from: "the topology", "has nothing that this claim could be checked on")]
        } else {
            self.outcome = .holds
            self.evidence = observations
        }
    }
}

/// One observation and where it was made from.
package struct Evidence: Codable, Equatable, Sendable {
    /// A host or a vantage of the lab.
    package let vantage: String
    package let text: String
    /// The rule that decides about the packet in it; `nil` if it is no proof about a packet.
    package let rule: BlamedRule?
    /// How to send the packet in it; `nil` if there is none, or if one packet shows nothing.
    package let replay: PacketReplay?

    package init(
        from vantage: some CustomStringConvertible,
        _ text: String,
        rule: BlamedRule? = nil,
        replay: PacketReplay? = nil
    ) {
        self.vantage = vantage.description
        self.text = text
        self.rule = rule
        self.replay = replay
    }
}
