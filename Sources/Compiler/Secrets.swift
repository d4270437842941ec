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

    /// The lines that a reference stands for.
    subscript(reference: SecretReference) -> [String] {
        guard let lines = self.lines[reference] else { preconditionFailure("nobody looked up a reference") }
        return lines
    }

    /// Throw-away keys for the lab, and a line that says nothing for every reference.
    package static func forLab(of topology: Topology) -> Secrets {
        let hosts = topology.hosts.filter(\.role.isOurs)
        var lines: [SecretReference: [String]] = [:]
        for section in hosts.flatMap(\.daemon.sections) {
            for case .secret(let reference) in section.lines {
                // A port section takes settings alone.
                lines[reference] = section.name.hasPrefix(PortSections.prefix) ? ["password = lab"] : ["lab"]
            }
        }
        let identities = hosts.map { ($0.name, Identity.forLab(of: $0, in: topology.network)) }
        return Secrets(identities: Dictionary(uniqueKeysWithValues: identities), lines: lines)
    }
}
