package import Addressing
internal import Nftables
package import Topology

/// What a topology means: its links, and a bundle for each host. The same input gives the same bytes.
package struct Compilation: Sendable {
    /// The port that administration sources may reach: ssh.
    package static let administrationPort: Port = 22

    package let links: [Link]
    /// In the order of the topology's hosts; none for externals.
    package let bundles: [Bundle]
    /// The keys of each of our hosts.
    package let identities: [HostName: Identity]

    /// Compiles a topology.
    ///
    /// - Parameters:
    ///   - topology: Read and valid.
    ///   - secrets: With an identity for each of our hosts, and lines for each reference in `daemon`.
    ///   - source: The topology's file.
    ///   - templates: What artifacts are written with.
    /// - Throws: Every mistake in the templates.
    package init(
        _ topology: Topology,
        secrets: Secrets,
        source: TopologySource,
        templates: TemplateSet = .builtIn
    ) throws(TemplateError) {
        let identities = secrets.identities
        let configuration = try ConfigurationTemplate(topology, identities: identities, source: source.name)
        self.bundles = topology.hosts.filter(\.role.isOurs).map { host in
            let dials = topology.links(from: host.name)
            let ruleset = HostRuleset(host, dials: dials, topology: topology, source: source.name).ruleset
            let text = configuration.render(host, dials: dials, accepts: topology.links(to: host.name).count)
            return Bundle(
                host: host.name,
                artifacts: [Artifact(.ruleset, ruleset.description), Artifact(.configuration, text)]
            )
        }
        self.links = topology.links
        self.identities = identities
    }

    /// Compiles a topology with throw-away lab keys.
    ///
    /// - Parameters:
    ///   - topology: Read and valid.
    ///   - source: The name of the topology's file, for the artifacts' first lines.
    package init(_ topology: Topology, source: String) throws(TemplateError) {
        try self.init(
            topology,
            secrets: .forLab(of: topology),
            source: TopologySource(name: source, digest: "")
        )
    }
}
