internal import Addressing
package import Compiler
internal import Crawler
package import Lab
internal import Nftables
internal import PeerProtocol
internal import Skywelld
package import Topology

/// Settles every claim on a running lab: what its kernels, its nodes and its vantages show.
package struct LabVerification {
    /// How long links may take to come up. A lab whose links cannot come up is told sooner.
    private var patience: Duration { .seconds(20) + .milliseconds(50) * self.topology.links.count }
    private static let pollInterval = Duration.milliseconds(50)
    /// How long a connection that the rules should let through may take.
    static let answerTime = Duration.seconds(5)
    /// How long an address is given that may well not answer, or must not.
    static let knockTime = Duration.milliseconds(500)
    /// How often a sweep is made again whose packets were lost before the rules.
    static let sweepAttempts = 3

    let lab: Lab
    let topology: Topology
    let vantages: VantagePlan
    let compilation: Compilation
    let bundles: [Bundle]
    /// What each host's kernel really has, beside what the topology declares.
    let addresses: [HostName: [IPv4Address]]

    /// - Parameters:
    ///   - lab: With its nodes started.
    ///   - compilation: For the links and keys that are intended.
    ///   - bundles: What the hosts were given.
    package init(
        _ lab: Lab,
        _ topology: Topology,
        _ vantages: VantagePlan,
        _ compilation: Compilation,
        bundles: [Bundle]
    ) throws {
        self.lab = lab
        self.topology = topology
        self.vantages = vantages
        self.compilation = compilation
        self.bundles = bundles
        self.addresses = try Dictionary(
            uniqueKeysWithValues: topology.hosts.map { host in
                let known = try Set(host.attachments.map(\.address) + lab.addresses(of: host.name))
                return (host.name, known.sorted())
            }
        )
    }

    /// Makes all observations and settles all claims, in the order in which they are reported.
    ///
    /// - Parameter progress: Called with what is being done.
    package func run(progress: (String) -> Void) throws -> [Claim] {
        progress("waiting for the links")
        let links = try self.observeLinks()
        progress("reading the rules back")
        let rules = try self.bundles.map { bundle in
            RulesObservation(
                host: bundle.host,
                inPlace: try self.lab.rulesInPlace(on: bundle.host),
                expected: try self.lab.canonicalListing(of: bundle[.ruleset].contents)
            )
        }
        progress("trying to get out of the hidden hosts")
        var egress = try self.hiddenHosts.map { try self.observeEgress(of: $0) }
        progress("crawling, shaking hands and knocking")
        let contacts = try self.observeContacts()
        progress("sweeping all ports")
        let sweeps = try self.observeSweeps()
        // What a validator sent while it was knocked at counts as well.
        for index in egress.indices {
            let later = self.lab.takeFrames(of: egress[index].host)
            egress[index].report.frames += later.frames
            egress[index].report.lost += later.lost
        }
        let servers = Set(self.publicServers.map(\.name))
        return [
            .rulesInPlace(rules),
            .linksUp(links),
            .validatorHidden(self.hiddenIdentities, crawls: contacts.crawls),
            .validatorUnreachable(
                self.hiddenHosts.map(\.name),
                sweeps: sweeps.filter { !servers.contains($0.target) },
                knocks: contacts.knocks,
                administrators: self.administrators
            ),
            .validatorConfined(egress),
            .sentryReachable(contacts.sentries),
            .adminClosed(sweeps.filter { servers.contains($0.target) }, open: self.openPorts),
        ]
    }

    /// Validators, and the relays before them.
    var hiddenHosts: [Host] { self.topology.hosts.filter(\.role.isHidden) }
    /// Sentries and hubs.
    var publicServers: [Host] { self.topology.hosts.filter(\.role.isPublic) }

    private var hiddenIdentities: [HiddenIdentity] {
        self.topology.hosts(.validator).compactMap { host in
            guard let identity = self.compilation.identities[host.name], let validationKey = identity.validationKey
            else {
                return nil
            }
            return HiddenIdentity(
                host: host.name,
                addresses: self.addresses[host.name, default: []],
                nodeKey: identity.nodeKey.base64,
                validationKey: validationKey.base64,
                relays: host.relays.compactMap { relay in
                    self.nodeKey(of: relay).map { HiddenIdentity.Relay(host: relay, nodeKey: $0) }
                }
            )
        }
    }

    /// The node key that a host is known by in crawls, in base64.
    private func nodeKey(of name: HostName) -> String? {
        guard let host = self.topology[host: name] else { return nil }
        // The lab plays a peer that is not ours with a key of its own making.
        let identity = self.compilation.identities[name] ?? Identity.forLab(of: host, in: self.topology.network)
        return identity.nodeKey.base64
    }

    /// Vantages whose addresses the topology lets administer hosts: there was no other free address on their segment.
    private var administrators: Set<HostName> {
        let vantages = self.vantages.vantages.filter { vantage in
            self.topology.administration.contains { $0.contains(vantage.address) }
        }
        return Set(vantages.map(\.name))
    }

    /// What the topology opens on a public server to a vantage.
    private func openPorts(_ sweep: SweepObservation) -> Set<Port> {
        guard let host = self.topology[host: sweep.target],
            let vantage = self.vantages.vantages.first(where: { $0.name == sweep.vantage })
        else { return [] }
        let firewall = host.firewall
        let isAmong = { (sources: [FirewallSettings.Source]) in
            sources.contains { $0.prefix.ipv4?.contains(vantage.address) == true }
        }
        var open: Set<Port> = [host.peerPort]
        if isAmong(firewall.administration) { open.insert(Compilation.administrationPort(of: host)) }
        if let monitoring = firewall.monitoring, isAmong(monitoring.sources) { open.insert(monitoring.port) }
        return open
    }
}

// MARK: - Links

extension LabVerification {
    /// Asks the nodes themselves, each inside its own host, until every link is up, can no longer come up, or time is out.
    func observeLinks() throws -> [LinkObservation] {
        let clock = ContinuousClock()
        let deadline = clock.now + self.patience
        while true {
            let (observations, allAnswer) = try self.observeLinksOnce()
            let isDecided =
                allAnswer && observations.allSatisfy { $0.isEstablished || self.stoppedEnd(of: $0.link) != nil }
            if isDecided { return observations.map(\.decided) }
            if clock.now >= deadline { return observations }
            LabClock.pause(for: Self.pollInterval)
        }
    }

    /// - Returns: The links, and whether every node that runs answers, also one without links.
    private func observeLinksOnce() throws -> (links: [LinkObservation], allAnswer: Bool) {
        let hosts = self.topology.hosts.filter { self.lab.nodeState(of: $0.name) == .running }
        let answers = try self.lab.run(
            hosts.map { host in
                let endpoint = Endpoint(host.attachments[0].address, host.peerPort)
                return Lab.Probe(from: host.name) { Crawls.fetch(endpoint, timeout: Self.answerTime) }
            }
        )
        let crawls = Dictionary(uniqueKeysWithValues: zip(hosts.map(\.name), answers))
        let links = self.topology.links.map { link in
            let intended = self.observe(link, dialledBy: .intended, crawls)
            guard !intended.isEstablished, self.mayDialBack(link) else { return intended }
            let reversed = self.observe(link, dialledBy: .other, crawls)
            return reversed.isEstablished ? reversed : intended
        }
        return (links, answers.allSatisfy { $0.failure == nil })
    }

    /// Public servers look for peers by themselves, and then find each other: who was first has dialled.
    private func mayDialBack(_ link: Link) -> Bool {
        [link.dialler, link.listener].allSatisfy { self.topology[host: $0]?.role.isPublic == true }
    }

    private func observe(
        _ link: Link,
        dialledBy end: LinkObservation.Dialled,
        _ crawls: [HostName: CrawlObservation.Answer]
    ) -> LinkObservation {
        let (out, into): (CrawlEntry.Direction, CrawlEntry.Direction) =
            end == .intended ? (.outbound, .inbound) : (.inbound, .outbound)
        return LinkObservation(
            link: link,
            dialler: self.end(link.dialler, lists: link.listener, as: out, crawls[link.dialler]),
            listener: self.end(link.listener, lists: link.dialler, as: into, crawls[link.listener]),
            dialled: end
        )
    }

    private func end(
        _ host: HostName,
        lists other: HostName,
        as direction: CrawlEntry.Direction,
        _ crawl: CrawlObservation.Answer?
    ) -> LinkObservation.End {
        switch crawl {
        case nil:
            return .missing(self.stopped(host) ?? "its node was not asked")
        case .absent(let reason), .failed(let reason, _):
            return .pending("its node does not answer: \(reason)")
        case .listed(_, let peers):
            let key = self.nodeKey(of: other)
            guard peers.contains(where: { $0.publicKey == key && $0.direction == direction }) else {
                return .pending("its node does not list \(other) as '\(direction.rawValue)'")
            }
            return .established
        }
    }

    /// Why a link cannot come up; `nil` if both ends run.
    private func stoppedEnd(of link: Link) -> String? {
        self.stopped(link.dialler) ?? self.stopped(link.listener)
    }

    private func stopped(_ host: HostName) -> String? {
        switch self.lab.nodeState(of: host) {
        case .running: nil
        case .absent: "its node does not run"
        case .ended(let code):
            "its node ended with code \(code): \(self.lab.logTail(of: host, lines: 1).first ?? "it logged nothing")"
        }
    }
}

// MARK: - Egress

extension LabVerification {
    /// At most this many addresses are tried; the lab's own vantages are always among them.
    private static let egressTargets = 64
    private static let elsewhere = IPv4Address(rawValue: 0xC000_0201)

    private func observeEgress(of host: Host) throws -> EgressObservation {
        let links = Set(self.topology.links(from: host.name).map(\.endpoint))
        let diallers = Set(self.topology.links(to: host.name).map(\.source))
        let own = Set(self.addresses[host.name, default: []])
        let others =
            self.vantages.vantages.map(\.address) + self.topology.hosts.flatMap { $0.attachments.map(\.address) }
        // The last one is nobody's (RFC 5737): a packet to it would leave by the default route.
        let targets = others.filter { !own.contains($0) }.prefix(Self.egressTargets) + [Self.elsewhere]
        let before = try self.lab.packetCounts(on: host.name)
        let report = try self.lab.observeEgress(
            of: host.name,
            EgressAttempts(from: host.attachments[0].address, to: Array(targets), allowed: links)
        )
        let after = try self.lab.packetCounts(on: host.name)
        return EgressObservation(
            host: host.name,
            sources: Array(own),
            links: links,
            served: .init(diallers: diallers, port: host.peerPort),
            report: report,
            counted: after[.outboundDropped, default: 0].since(before[.outboundDropped, default: 0])
        )
    }
}
