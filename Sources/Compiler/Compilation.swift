package import Addressing
internal import Nftables
package import Topology

/// What a topology means: its links, and a bundle for each host. The same input gives the same bytes.
package struct Compilation: Sendable {
    /// The port that administration sources may reach: ssh.
    package static let administrationPort: Port = 22

    package let links: [Link]
    /// In the order of the topology's hosts.
    package let bundles: [Bundle]
    package let identities: [HostName: Identity]

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20..<0x7F).contains(scalar.value)
    }

    /// Compiles a topology with throw-away lab keys.
    ///
    /// - Parameters:
    ///   - topology: Read and valid.
    ///   - source: The name of the topology's file, for the artifacts' first lines.
    /// - Throws: A fault in the template of `skywelld.cfg`.
    package init(_ topology: Topology, source: String) throws(TemplateError) {
        // A file name may hold anything, line ends too, and stands in comments of the artifacts.
        let source = String(String.UnicodeScalarView(source.unicodeScalars.map { Self.isPlain($0) ? $0 : "?" }))
        let links = topology.links
        let identities = Dictionary(
            uniqueKeysWithValues: topology.hosts.map { ($0.name, Identity.forLab(of: $0, in: topology.network)) }
        )
        let configuration = try ConfigurationTemplate(topology, identities: identities, source: source)
        let outgoing = Dictionary(grouping: links, by: \.dialler)
        let incoming = Dictionary(grouping: links, by: \.listener)
        self.bundles = topology.hosts.map { host in
            let dials = outgoing[host.name, default: []]
            let ruleset = HostRuleset(host, dials: dials, topology: topology, source: source).ruleset
            let text = configuration.render(host, dials: dials, accepts: incoming[host.name, default: []].count)
            return Bundle(
                host: host.name,
                artifacts: [Artifact(.ruleset, ruleset.description), Artifact(.configuration, text)]
            )
        }
        self.links = links
        self.identities = identities
    }
}
