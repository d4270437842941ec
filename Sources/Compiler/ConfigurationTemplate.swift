internal import Addressing
internal import Diagnostics
private import Mustache
internal import Skywelld
internal import Topology

/// `templates/skywelld.cfg.mustache`, filled in for each host.
struct ConfigurationTemplate {
    private static let name = "templates/skywelld.cfg.mustache"

    private let template: MustacheTemplate
    private let topology: Topology
    private let identities: [HostName: Identity]
    private let source: String

    init(_ topology: Topology, identities: [HostName: Identity], source: String) throws(TemplateError) {
        do {
            let text = String(decoding: PackageResources.skywelld_cfg_mustache, as: UTF8.self)
            self.template = try MustacheTemplate(string: text)
        } catch {
            throw TemplateError([TemplateProblem(.init(rawValue: "P0804"), in: Self.name, at: nil, "\(error)")])
        }
        self.topology = topology
        self.identities = identities
        self.source = source
    }

    /// - Parameters:
    ///   - dials: The links that the host opens.
    ///   - accepts: How many links others open to it.
    func render(_ host: Host, dials: [Link], accepts: Int) -> String {
        guard let identity = self.identities[host.name] else { preconditionFailure("no keys for \(host.name)") }
        let isPrivate = host.role == .validator
        let fellows = host.role == .sentry ? self.fellowSentries(of: host) : []
        let fixed = dials.map { self.entry($0.endpoint) }
        // A server without entries looks up its vendor's name (skywelld reference §9, L13).
        let entryPoints = fixed.isEmpty ? fellows : fixed
        let values: [String: Any] = [
            "host": host.name.rawValue,
            "role": host.role.rawValue,
            "network": self.topology.network.rawValue,
            "source": self.source,
            "listenAddress": self.listenAddress(of: host),
            "peerPort": "\(host.peerPort)",
            "isPrivate": isPrivate,
            "peersMax": isPrivate ? [] : ["\(SlotBudget.peersMax(accepts: accepts))"],
            "hasEntryPoints": !entryPoints.isEmpty,
            "entryPoints": entryPoints,
            "hasFixedPeers": !fixed.isEmpty,
            "fixedPeers": fixed,
            "nodeSeed": identity.nodeSeed.text,
            "validationSeed": identity.validationSeed.map { [$0.text] } ?? [],
            "validators": self.validatorLines,
        ]
        return self.template.render(values)
    }

    /// A validator with one address listens there and nowhere else (skywelld reference §9, L16).
    private func listenAddress(of host: Host) -> String {
        guard host.role == .validator, host.attachments.count == 1, let only = host.attachments.first else {
            return "0.0.0.0"
        }
        return "\(only.address)"
    }

    private func fellowSentries(of host: Host) -> [String] {
        self.topology.hosts
            .filter { $0.role == .sentry && $0.group == host.group && $0.name != host.name }
            .compactMap { fellow in
                let shared = host.attachments.first { fellow.address(on: $0.segment) != nil }
                return shared.flatMap { fellow.address(on: $0.segment) }.map {
                    self.entry(Endpoint($0, fellow.peerPort))
                }
            }
    }

    private var validatorLines: [String] {
        self.topology.hosts.compactMap { host in
            self.identities[host.name]?.validationKey.map { "\($0.base58) \(host.name)" }
        }
    }

    /// The form that every known server reads: `address port`.
    private func entry(_ endpoint: Endpoint) -> String {
        "\(endpoint.address) \(endpoint.port)"
    }
}
