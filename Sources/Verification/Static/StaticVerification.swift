internal import Nftables
internal import PacketSpace
package import Topology

/// Settles the static claims of a topology on the rules of its hosts.
package struct StaticVerification {
    private let topology: Topology
    private let hosts: [StaticHost]
    private let sets: PacketSets
    private let strangers: Diagram

    /// - Parameters:
    ///   - topology: What is meant.
    ///   - hosts: Of the topology; one that is missing is said to be.
    package init(_ topology: Topology, hosts: [StaticHost]) {
        self.topology = topology
        self.hosts = hosts
        self.sets = PacketSets(DiagramStore())
        self.strangers = self.sets.strangers(of: topology)
    }

    /// Every claim that is about any of the hosts, in a fixed order, then the expectations in the order of the file.
    package func claims() -> [StaticClaim] {
        var findings: [StaticClaim.ID: [HostFinding]] = [:]
        var doubts: [Evidence] = []
        var foreign: [Evidence] = []
        var judges: [HostName: HostJudge] = [:]
        let present = Set(self.hosts.map(\.name))
        let missing = self.topology.hosts.filter { $0.role.isOurs && !present.contains($0.name) }
        for found in self.hosts {
            guard let host = self.topology[host: found.name] else { continue }
            let judge = self.judge(host, found.listing, found)
            judges[host.name] = judge
            let own = judge.findings
            for finding in own { findings[finding.id, default: []].append(finding) }
            foreign += self.interference(with: host, found, own)
            doubts += judge.prover.notJudged.map {
                Evidence(from: host.name, "'\($0)' sees packets elsewhere, and is not judged")
            }
        }
        let unknown = missing.map { Evidence(from: $0.name, "its rules are not known") }
        var claims = StaticClaim.ID.allCases.compactMap { id -> StaticClaim? in
            guard let found = findings[id] else { return nil }
            return StaticClaim(
                id,
                violations: found.flatMap(\.violations),
                doubts: unknown,
                observations: found.map(\.observation),
                assumptions: Self.assumptions(of: id)
            )
        }
        claims.append(
            StaticClaim(
                .noForeignInterference,
                violations: foreign,
                doubts: doubts + unknown,
                observations: self.foreignTables
            )
        )
        claims.append(self.bootSafe)
        return claims + FlowJudge(self.topology, self.sets, judges, strangers: self.strangers).claims
    }

    private func judge(_ host: Host, _ listing: RulesetListing, _ found: StaticHost) -> HostJudge {
        HostJudge(
            host,
            in: self.topology,
            self.sets,
            strangers: self.strangers,
            listing: listing,
            origin: found.source.map { PacketJudge.Origin(source: $0, listing: found.listing) }
        )
    }

    /// What rules cannot show, and a claim about them rests on.
    static func assumptions(of id: StaticClaim.ID) -> [String] {
        switch id {
        case .validatorUnreachable, .validatorConfined, .adminClosed, .ipv6Closed:
            ["related and established packets belong to flows that somebody was let open"]
        case .linksPermitted: ["connection tracking takes answers for established", Self.honestRoutes]
        case .adminReachable: ["connection tracking takes answers for established"]
        case .sentryOpen: ["no ceiling and no limit is reached", Self.honestRoutes]
        case .slotsReserved: ["a connection that tracking has forgotten holds no slot", Self.honestRoutes]
        case .noForeignInterference, .bootSafe, .expectation: []
        }
    }

    private static let honestRoutes = "packets from a segment come in by the interface that leads there"

    // MARK: - Other people's tables

    /// What a claim says against the rules only because of other people's tables.
    private func interference(with host: Host, _ found: StaticHost, _ findings: [HostFinding]) -> [Evidence] {
        let own = found.listing.tables.filter(\.isOurs)
        guard own.count < found.listing.tables.count, findings.contains(where: { !$0.violations.isEmpty }) else {
            return []
        }
        let alone = self.judge(host, RulesetListing(tables: own), found).findings
        let sound = Set(alone.filter(\.violations.isEmpty).map(\.id))
        return findings.filter { sound.contains($0.id) }.flatMap { finding in
            finding.violations.map {
                Evidence(
                    from: $0.vantage,
                    "\(finding.id) breaks by another's table: \($0.text)",
                    rule: $0.rule,
                    replay: $0.replay
                )
            }
        }
    }

    private var foreignTables: [Evidence] {
        self.hosts.map { host in
            let tables = host.listing.tables.filter { !$0.isOurs }.map { "\($0.family) \($0.name)" }
            return Evidence(
                from: host.name,
                tables.isEmpty ? "no other tables" : "\(tables.joined(separator: ", ")): no claim depends on it"
            )
        }
    }

    // MARK: - Boot

    private var bootSafe: StaticClaim {
        var violations: [Evidence] = []
        var doubts: [Evidence] = []
        var observations: [Evidence] = []
        for host in self.hosts {
            let reaching = host.source.map { OwnTableOnly($0).objections } ?? []
            violations += reaching.map { Evidence(from: host.name, "the file does more than it should: \($0)") }
            guard let unit = host.firewallUnit else {
                doubts.append(Evidence(from: host.name, "the unit that loads its rules is not known"))
                continue
            }
            let objections = BootOrder(unit).objections
            violations += objections.map { Evidence(from: host.name, "picket-firewall.service: \($0)") }
            observations.append(Evidence(from: host.name, "loads its rules before network-pre.target"))
        }
        return StaticClaim(.bootSafe, violations: violations, doubts: doubts, observations: observations)
    }
}

extension ListedTable {
    fileprivate var isOurs: Bool { self.family == "inet" && self.name == "picket" }
}
