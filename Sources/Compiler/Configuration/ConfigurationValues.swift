internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// What `skywelld.cfg` says of one host.
struct ConfigurationValues {
    /// Of `templates/skywelld.cfg.mustache`.
    static let schema = TemplateSchema([
        "host": .text,
        "role": .text,
        "network": .text,
        "source": .text,
        "throwAwayKeys": .texts,
        "nodeKey": .text,
        "listenAddress": .text,
        "peerPort": .text,
        "ports": .records(Self.section),
        "peerPrivate": .text,
        "peersMax": .texts,
        "fixedPeers": .records(Self.peers),
        "entryPoints": .records(Self.peers),
        "nodeSeed": .text,
        "validationSeed": .texts,
        "trusted": .records(TemplateSchema(["validators": .texts, "quorum": .texts])),
        "sections": .records(Self.section),
    ])

    private static let section = TemplateSchema(["name": .text, "lines": .texts])
    private static let peers = TemplateSchema(["peers": .texts])

    /// How many entries `[ips]` gets at most if there are no fixed peers.
    private static let entryPointLimit = 20

    let topology: Topology
    let secrets: Secrets
    let source: String
    let facts: NetworkFacts

    init(_ topology: Topology, secrets: Secrets, source: String) {
        self.topology = topology
        self.secrets = secrets
        self.source = source
        self.facts = NetworkFacts(topology, identities: secrets.identities)
    }

    /// The values for one host.
    func record(of host: Host, _ identity: Identity) -> TemplateValue.Record {
        let names = Reason(.names, at: host.span)
        let keys = Reason(.keysInUse, at: host.span)
        let dials = self.topology.links(from: host.name)
        let fixed = dials.map { TemplateValue.Text(Self.entry($0.endpoint), Reason(.fixedPeers, at: $0.span)) }
        let trusted = self.facts.trusted(by: host.group)
        let values: [TemplateValue] = [
            .text(host.name.rawValue, names),
            .text(host.role.rawValue, names),
            .text(self.topology.network.rawValue, names),
            .text(self.source, names),
            .texts(identity.isThrowAway ? [TemplateValue.Text("throw-away", keys)] : []),
            .text(identity.nodeKey.base58, keys),
            .text(Self.listenAddress(of: host), Reason(.listenAddress, at: host.span)),
            .text("\(host.peerPort)", Reason(.peerPort, at: host.span)),
            .records(PortSections(of: host, secrets: self.secrets).records),
            .text(host.role == .validator ? "1" : "0", Reason(.privacy, at: host.roleSpan)),
            .texts(self.peersMax(of: host)),
            .records(Self.peers(fixed)),
            .records(Self.peers(fixed.isEmpty ? self.entryPoints(of: host) : dials.map(Self.entryPoint))),
            .text(
                identity.nodeSeed.text,
                Reason(.nodeSeed, at: host.secrets.nodeSeed?.span ?? host.span)
            ),
            .texts(
                identity.validationSeed.map { seed in
                    let place = host.secrets.validationSeed?.span ?? host.span
                    return [TemplateValue.Text(seed.text, Reason(.validationSeed, at: place))]
                } ?? []
            ),
            .records(
                trusted.validators.first.map { first in
                    let values: [TemplateValue] = [.texts(trusted.validators), .texts(trusted.quorum)]
                    return [TemplateValue.Record(values, first.reason)]
                } ?? []
            ),
            .records(self.sections(of: host)),
        ]
        return TemplateValue.Record(values, Reason(.template))
    }

    /// A hidden host with one address listens there and nowhere else (skywelld reference §9, L16).
    private static func listenAddress(of host: Host) -> String {
        guard host.role.isHidden, host.attachments.count == 1, let only = host.attachments.first else {
            return "0.0.0.0"
        }
        return "\(only.address)"
    }

    /// None for a private server: it takes no inbound peers whatever the number (skywelld reference §6.3).
    private func peersMax(of host: Host) -> [TemplateValue.Text] {
        guard host.role != .validator else { return [] }
        let budget = SlotBudget(of: host, in: self.topology)
        return [TemplateValue.Text("\(budget.peersMax)", Reason(.slotBudget, at: host.span))]
    }

    private static func peers(_ peers: [TemplateValue.Text]) -> [TemplateValue.Record] {
        peers.first.map { [TemplateValue.Record([.texts(peers)], $0.reason)] } ?? []
    }

    private static func entryPoint(_ link: Link) -> TemplateValue.Text {
        TemplateValue.Text(Self.entry(link.endpoint), Reason(.entryPoints, at: link.span))
    }

    private func entryPoints(of host: Host) -> [TemplateValue.Text] {
        self.facts.entryPoints(of: host, limit: Self.entryPointLimit).map { server in
            TemplateValue.Text(Self.entry(server.endpoint), Reason(.entryPoints, at: server.host.span))
        }
    }

    private func sections(of host: Host) -> [TemplateValue.Record] {
        // Whoever dials a server is named in its log below this severity (skywelld reference §9, L11).
        let servesHidden = self.topology.links(to: host.name).contains { $0.kind == .service }
        return OtherSections(of: host, servesHidden: servesHidden, secrets: self.secrets).records
    }

    /// The form that every known server reads: `address port`.
    private static func entry(_ endpoint: Endpoint) -> String {
        "\(endpoint.address) \(endpoint.port)"
    }
}

extension SecretReference {
    fileprivate var span: SourceSpan {
        switch self {
        case .file(_, let span), .environment(_, let span): span
        }
    }
}
