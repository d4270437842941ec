internal import Nftables
internal import PacketSpace

/// Settles what can be settled of hosts' rules without a topology: by the roles, ports and peers in their configurations,
/// and by what the rules' named sets are for.
package struct BundleVerification {
    /// What was taken to be so, besides what the claims themselves say.
    private static let assumptions = [
        "the sets administration, monitoring, own-diallers, own-addresses and egress-… name who is meant, if they do not "
            + "name everybody",
        "roles are what the configurations look like",
    ]

    /// What files alone cannot settle, each with what a topology would say.
    package static let unsettled = [
        "slots-reserved (who is meant to dial)", "spoofing-refused (which segments are private)",
        "admin-reachable (who administers)", "no-foreign-interference (what every claim rests on)",
        "the receiving ends of links (who dials)", "expectations",
    ]

    private let hosts: [WrittenHost]

    package init(_ hosts: [WrittenHost]) {
        self.hosts = hosts
    }

    /// Every claim that is about any of the hosts, in a fixed order.
    package var claims: [StaticClaim] {
        let sets = PacketSets(DiagramStore())
        var findings: [StaticClaim.ID: [HostFinding]] = [:]
        var doubts: [Evidence] = []
        for host in self.hosts {
            let judge = WrittenHostJudge(host, sets)
            for finding in judge.findings { findings[finding.id, default: []].append(finding) }
            doubts += judge.notJudged
        }
        return StaticClaim.ID.allCases.compactMap { id in
            guard let found = findings[id] else { return nil }
            return StaticClaim(
                id,
                violations: found.flatMap(\.violations),
                doubts: doubts,
                observations: found.map(\.observation),
                assumptions: StaticVerification.assumptions(of: id) + (id == .bootSafe ? [] : Self.assumptions)
            )
        }
    }
}
