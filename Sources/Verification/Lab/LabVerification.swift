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
    /// Where each host's own administrator asks its node; none for a host that has no such port.
    let administrationPorts: [HostName: Endpoint]

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
        self.administrationPorts = Dictionary(
            uniqueKeysWithValues: topology.hosts.compactMap { host in
                let configuration = lab[host.name].plan.configuration
                return configuration.flatMap(AdministrationPort.endpoint).map { (host.name, $0) }
            }
        )
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
        let (links, hiddenLinks) = try self.observeLinks()
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
        progress("crawling, shaking hands, knocking and listening")
        let contacts = try self.observeContacts()
        // Whoever was not linked all the time had nothing to hide.
        let laterLinks = self.hiddenLinks(try self.askForPeers())
        let lasting = hiddenLinks.filter { link in laterLinks.contains { $0.isSame(as: link) } }
        let shown = (hiddenLinks + laterLinks).filter { $0.hidesItself == false && !lasting.contains($0) }
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
            .validatorHidden(
                self.hiddenIdentities,
                links: lasting + shown,
                crawls: contacts.crawls,
                gossip: contacts.gossip,
                talks: contacts.talks
            ),
            .validatorUnreachable(
                self.hiddenHosts.map(\.name),
                sweeps: sweeps.filter { !servers.contains($0.target) },
                knocks: contacts.knocks,
                administrators: self.administrators
            ),
            .validatorConfined(egress),
            .sentryReachable(contacts.sentries),
            .adminClosed(sweeps.filter { servers.contains($0.target) }, open: self.openPorts),
            .votesReachStrangers(self.topology.hosts(.validator).map(\.name), contacts.votes),
        ]
    }

    /// Validators, and the relays before them.
    var hiddenHosts: [Host] { self.topology.hosts.filter(\.role.isHidden) }
    /// Sentries and hubs.
    var publicServers: [Host] { self.topology.hosts.filter(\.role.isPublic) }

    private var hiddenIdentities: [HiddenIdentity] {
        self.hiddenHosts.compactMap { host in
            self.compilation.identities[host.name].map { identity in
                HiddenIdentity(
                    host: host.name,
                    addresses: self.addresses[host.name, default: []],
                    nodeKey: identity.nodeKey,
                    validationKey: identity.validationKey,
                    relays: host.relays
                )
            }
        }
    }

    /// The node key of a host. The lab plays a peer that is not ours with a key of its own making.
    func nodeKey(of host: Host) -> NodePublicKey {
        (self.compilation.identities[host.name] ?? .forLab(of: host, in: self.topology.network)).nodeKey
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
