package import Addressing
package import Topology

/// What a topology means: its links, and a bundle for each host. The same input gives the same bytes.
package struct Compilation: Sendable {
    /// The port that administration sources may reach where `ssh` names no other.
    package static let administrationPort: Port = 22

    /// How many hosts are one part of the work.
    package static let partSize = 125

    package let links: [Link]
    /// In the order of the topology's hosts; none for externals.
    package let bundles: [Bundle]
    /// The keys of each of our hosts.
    package let identities: [HostName: Identity]
    private let compiler: HostCompiler

    /// Compiles a topology.
    ///
    /// - Parameters:
    ///   - topology: Read and valid.
    ///   - secrets: With an identity for each of our hosts, and lines for each reference in `daemon`.
    ///   - source: The topology's file.
    ///   - templates: What artifacts are written with.
    ///   - run: Does the parts of the work, in any order, and gives their results in that of the parts: whoever may start
    ///     threads can use every core.
    /// - Throws: Every mistake in the templates.
    package init(
        _ topology: Topology,
        secrets: Secrets,
        source: TopologySource,
        templates: TemplateSet = .builtIn,
        run: ([@Sendable () -> [Bundle]]) -> [[Bundle]] = { parts in parts.map { $0() } }
    ) throws(TemplateError) {
        let compiler = HostCompiler(topology, secrets: secrets, source: source, templates: try ReadTemplates(templates))
        let hosts = topology.hosts.filter(\.role.isOurs)
        let parts = stride(from: 0, to: hosts.count, by: Self.partSize).map { start in
            { @Sendable in
                hosts[start..<min(start + Self.partSize, hosts.count)].map { host in
                    guard let identity = secrets.identities[host.name] else {
                        preconditionFailure("no keys for \(host.name)")
                    }
                    return compiler.bundle(of: host, identity)
                }
            }
        }
        self.bundles = run(parts).flatMap(\.self)
        self.links = topology.links
        self.identities = secrets.identities
        self.compiler = compiler
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

    /// A configuration for a lab to play a peer that is not ours: a plain public server with throw-away keys.
    package func standIn(for external: Host) -> Artifact {
        self.compiler.standIn(for: external)
    }

    /// The port at which a host is administered over ssh.
    package static func administrationPort(of host: Host) -> Port {
        host.ssh?.port ?? Self.administrationPort
    }
}
