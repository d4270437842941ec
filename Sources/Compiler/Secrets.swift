package import Topology

/// What a compilation needs to know that no topology file may say.
package struct Secrets: Sendable {
    /// The keys of each of our hosts.
    package let identities: [HostName: Identity]
    /// The lines that each reference in a `daemon` section stands for.
    package let lines: [SecretReference: [String]]

    package init(identities: [HostName: Identity], lines: [SecretReference: [String]] = [:]) {
        self.identities = identities
        self.lines = lines
    }

    /// Throw-away keys for the lab, and a line that says nothing for every reference.
    package static func forLab(of topology: Topology) -> Secrets {
        let hosts = topology.hosts.filter(\.role.isOurs)
        let references = hosts.flatMap(\.daemon.sections).flatMap(\.lines).compactMap { line in
            if case .secret(let reference) = line { reference } else { nil }
        }
        return Secrets(
            identities: Dictionary(
                uniqueKeysWithValues: hosts.map { ($0.name, Identity.forLab(of: $0, in: topology.network)) }
            ),
            lines: Dictionary(references.map { ($0, ["lab"]) }) { first, _ in first }
        )
    }
}
