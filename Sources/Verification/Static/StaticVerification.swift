internal import Nftables
internal import PacketSpace
package import Topology

/// Settles the static claims of a topology on the rules of its hosts.
package struct StaticVerification: Sendable {
    /// How many hosts are one part of the work.
    private static let partSize = 125

    private let topology: Topology
    private let hosts: [StaticHost]

    /// - Parameters:
    ///   - topology: What is meant.
    ///   - hosts: Of the topology; one that is missing is said to be.
    package init(_ topology: Topology, hosts: [StaticHost]) {
        self.topology = topology
        self.hosts = hosts
    }

    /// Every claim that is about any of the hosts, in a fixed order, then the expectations in the order of the file.
    ///
    /// - Parameter run: Does the parts of the work, in any order, and gives their results in that of the parts: whoever may
    ///   start threads can use every core.
    package func claims(
        run: ([@Sendable () -> [HostVerdict]]) -> [[HostVerdict]] = { parts in parts.map { $0() } }
    ) -> [StaticClaim] {
        let verdicts = run(self.parts).flatMap(\.self)
        let findings = Dictionary(grouping: verdicts.flatMap(\.findings), by: \.id)
        let unknown = self.doubts(without: Set(self.hosts.map(\.name)))
        let ofHosts = StaticClaim.ID.allCases.filter { $0 != .noForeignInterference }
        var claims = ofHosts.compactMap { id -> StaticClaim? in
            let found = findings[id] ?? []
            // What sees packets elsewhere may drop some, or give the rules others than those from the wire.
            let unjudged = verdicts.filter { verdict in verdict.findings.contains { $0.id == id } }
                .flatMap { id.isPermission ? $0.doubts : $0.changing }
            let doubts = (unknown[id] ?? []) + unjudged
            guard !found.isEmpty || !doubts.isEmpty else { return nil }
            return StaticClaim(
                id,
                violations: found.flatMap(\.violations),
                doubts: doubts,
                observations: found.map(\.observation),
                assumptions: Self.assumptions(of: id) + self.assumptions(withoutFiles: id)
            )
        }
        claims.append(
            StaticClaim(
                .noForeignInterference,
                violations: verdicts.flatMap(\.interference),
                doubts: verdicts.flatMap(\.doubts) + (unknown[.noForeignInterference] ?? []),
                observations: self.foreignTables
            )
        )
        claims.append(self.bootSafe)
        return claims + self.expectations
    }

    /// What is not known of hosts without rules, by the claims that are about them.
    private func doubts(without present: Set<HostName>) -> [StaticClaim.ID: [Evidence]] {
        var doubts: [StaticClaim.ID: [Evidence]] = [:]
        for host in self.topology.hosts where host.role.isOurs && !present.contains(host.name) {
            let doubt = Evidence(from: host.name, "its rules are not known")
            for id in StaticClaim.ID.allCases where id == .noForeignInterference || id.isAbout(host) {
                doubts[id, default: []].append(doubt)
            }
        }
        return doubts
    }

    // MARK: - Hosts

    /// Each part has a store of its own: stores are not for several threads, and one that serves many hosts grows.
    private var parts: [@Sendable () -> [HostVerdict]] {
        stride(from: 0, to: self.hosts.count, by: Self.partSize).map { start in
            {
                let bench = Bench(self.topology)
                return self.hosts[start..<min(start + Self.partSize, self.hosts.count)].compactMap { found in
                    self.topology[host: found.name].map { self.verdict(on: $0, found, bench) }
                }
            }
        }
    }

    /// What hosts are judged with that share a store.
    private struct Bench {
        let topology: Topology
        let sets: PacketSets
        let strangers: Diagram

        init(_ topology: Topology) {
            self.topology = topology
            self.sets = PacketSets(DiagramStore())
            self.strangers = self.sets.strangers(of: topology)
        }

        /// - Parameter listing: All that counts of what was found.
        func judge(_ host: Host, _ listing: RulesetListing, _ found: StaticHost) -> HostJudge {
            HostJudge(
                host,
                in: self.topology,
                self.sets,
                strangers: self.strangers,
                listing: listing,
                origin: found.source.map {
                    PacketJudge.Origin(source: $0, listing: found.listing, compiled: found.compiled)
                }
            )
        }
    }

    private func verdict(on host: Host, _ found: StaticHost, _ bench: Bench) -> HostVerdict {
        let judge = bench.judge(host, found.listing, found)
        let findings = judge.findings
        return HostVerdict(
            findings: findings.map { finding in
                let ofServer = found.server?.objections(to: finding.id, of: host, in: self.topology) ?? []
                return finding.adding(ofServer + (finding.id == .slotsReserved ? found.lossesByUnit : []))
            },
            interference: self.interference(with: host, found, findings, bench),
            doubts: judge.prover.notJudged.map {
                Evidence(from: host.name, "'\($0)' sees packets elsewhere, and is not judged")
            },
            changing: judge.prover.changingUnseen.map {
                Evidence(from: host.name, "'\($0)' is not judged, and may change packets")
            }
        )
    }

    /// Expectations are about several hosts at once, in one store.
    private var expectations: [StaticClaim] {
        let isAboutPackets = self.topology.expectations.contains { expectation in
            switch expectation.statement {
            case .deny, .allow: true
            case .hidden, .survives: false
            }
        }
        guard isAboutPackets else { return [] }
        let bench = Bench(self.topology)
        var judges: [HostName: HostJudge] = [:]
        for found in self.hosts {
            if let host = self.topology[host: found.name] {
                judges[host.name] = bench.judge(host, found.listing, found)
            }
        }
        return FlowJudge(
            self.topology,
            bench.sets,
            judges,
            strangers: bench.strangers,
            carried: CarriedFlows(self.topology, hosts: self.hosts, judges)
        ).claims
    }

    /// What rules cannot show, and a claim about them rests on.
    static func assumptions(of id: StaticClaim.ID) -> [String] {
        switch id {
        case .validatorUnreachable, .validatorConfined, .adminClosed, .ipv6Closed:
            ["established packets, and ICMP errors, belong to flows that somebody was let open"]
        case .linksPermitted:
            [
                "connection tracking takes answers for established", Self.widePaths,
                "no host dials from the port that its server listens on", Self.honestRoutes,
            ]
        case .adminReachable: ["connection tracking takes answers for established", Self.widePaths]
        case .sentryOpen: ["no ceiling and no limit is reached", Self.widePaths, Self.honestRoutes]
        case .slotsReserved:
            [
                "the server gives a slot back when it closes a connection, and sends something on every other one within "
                    + "\(SlotCeiling.shortestKept - 1) s",
                "nobody empties the whole ruleset while strangers are connected: who holds no slot then is cut off as soon as "
                    + "all are taken",
                Self.honestRoutes,
            ]
        case .spoofingRefused: ["the routes of a host lead to a private segment over the interface that is on it"]
        case .noForeignInterference, .bootSafe, .expectation: []
        }
    }

    /// What a listing alone cannot show.
    private func assumptions(withoutFiles id: StaticClaim.ID) -> [String] {
        guard id == .slotsReserved else { return [] }
        var assumptions: [String] = []
        if self.hosts.contains(where: { $0.source == nil }) {
            assumptions.append(
                "loading the rules of a host whose file is not known leaves the set of strangers' connections as it is"
            )
        }
        if self.hosts.contains(where: { $0.firewallUnit == nil }) {
            assumptions.append("where the unit that loads a host's rules is not known, it does nothing but load them")
        }
        return assumptions
    }

    private static let honestRoutes = "packets from a segment come in by the interface that leads there"

    private static let widePaths =
        "every path takes packets as large as the hosts send, or they hear by ICMP that it does not"

    // MARK: - Other people's tables

    /// What a claim says against the rules only because of other people's tables.
    private func interference(
        with host: Host,
        _ found: StaticHost,
        _ findings: [HostFinding],
        _ bench: Bench
    ) -> [Evidence] {
        let own = found.listing.tables.filter(\.isOurs)
        guard own.count < found.listing.tables.count, findings.contains(where: { !$0.violations.isEmpty }) else {
            return []
        }
        let alone = bench.judge(host, RulesetListing(tables: own), found).findings
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
            let reaching = host.source.map { OwnTableOnly($0, host.listing).objections } ?? []
            violations += reaching.map { Evidence(from: host.name, "the file does more than it should: \($0)") }
            violations += host.otherUnits.map { Evidence(from: host.name, $0) }
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
    fileprivate var isOurs: Bool { [Ruleset.table, Ruleset.slotsTable].contains("\(self.family) \(self.name)") }
}
