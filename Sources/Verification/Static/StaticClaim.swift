internal import PacketSpace
internal import Topology

/// A property of compiled or loaded rules, settled for every packet at once instead of for those that were sent.
package struct StaticClaim: Codable, Equatable, Sendable {
    package enum ID: String, CaseIterable, Codable, Sendable, CustomStringConvertible {
        /// No new packet is accepted by a hidden host, but what the topology opens by an address.
        case validatorUnreachable = "validator-unreachable"
        /// No new packet leaves a hidden host, but on its links and for its named egress.
        case validatorConfined = "validator-confined"
        /// Both ends of every link let it through, there and back.
        case linksPermitted = "links-permitted"
        /// Strangers may connect to every public server's peer port, within its ceilings.
        case sentryOpen = "sentry-open"
        /// Strangers cannot take the slots of those that are meant to dial.
        case slotsReserved = "slots-reserved"
        /// Nobody but the named sources reaches any port but a public server's peer port.
        case adminClosed = "admin-closed"
        /// Every named source of administration reaches ssh.
        case adminReachable = "admin-reachable"
        /// No IPv6 packet goes in, out or through, but what the topology opens by an address.
        case ipv6Closed = "ipv6-closed"
        /// No packet from the wire is accepted under an address of the host itself, nor under one of a private segment if it
        /// comes in where the host's routes do not lead to it.
        case spoofingRefused = "spoofing-refused"
        /// Nothing in other people's tables breaks one of the claims above.
        case noForeignInterference = "no-foreign-interference"
        /// A host loads these rules, and no others, before its network comes up.
        case bootSafe = "boot-safe"
        /// What the topology's `expect` says about packets.
        case expectation

        package var description: String { self.rawValue }

        /// Whether the rules of a host of the topology have a part in the claim, other than that they be no others.
        /// Whether packets have to be accepted for it to hold.
        var isPermission: Bool {
            switch self {
            case .linksPermitted, .sentryOpen, .adminReachable: true
            case .validatorUnreachable, .validatorConfined, .slotsReserved, .adminClosed, .ipv6Closed, .spoofingRefused,
                .noForeignInterference, .bootSafe, .expectation:
                false
            }
        }

        func isAbout(_ host: Host) -> Bool {
            switch self {
            case .validatorUnreachable, .validatorConfined: host.role.isHidden
            case .sentryOpen, .slotsReserved: host.role.isPublic
            case .adminReachable: !host.firewall.administration.isEmpty
            case .linksPermitted, .adminClosed, .ipv6Closed, .spoofingRefused: true
            case .noForeignInterference, .bootSafe, .expectation: false
            }
        }
    }

    package let id: ID
    /// Which expectation, in words; `nil` for every other claim.
    package let subject: String?
    package let outcome: Claim.Outcome
    /// What speaks against it, or what it holds for; never empty.
    package let evidence: [Evidence]
    /// How packets were meant, and what was taken to be so without a proof.
    package let assumptions: [String]

    /// A violation outweighs a doubt, and a doubt everything that holds.
    init(
        _ id: ID,
        subject: String? = nil,
        violations: [Evidence],
        doubts: [Evidence] = [],
        observations: [Evidence],
        assumptions: [String] = []
    ) {
        self.id = id
        self.subject = subject
        self.outcome = !violations.isEmpty ? .violated : !doubts.isEmpty || observations.isEmpty ? .unsettled : .holds
        let evidence = !violations.isEmpty || !doubts.isEmpty ? violations + doubts : observations
        self.evidence =
            evidence.isEmpty
            ? [Evidence(from: "the topology", "has nothing that this claim could be settled on")] : evidence
        self.assumptions = (id == .bootSafe ? [] : Self.common) + assumptions
    }

    /// Of every claim about packets.
    private static let common =
        [
            "any source may come in by any interface but loopback: nothing is ruled out as spoofed",
            "what cannot be known beforehand (limits, ceilings, learned sets) counts as open where nothing may pass, "
                + "and as shut where everything must",
        ] + Prover.assumptions
}
