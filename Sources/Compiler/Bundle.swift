package import Topology

/// Everything that one host gets.
package struct Bundle: Hashable, Sendable {
    package let host: HostName
    /// Sorted by name.
    package var artifacts: [Artifact]

    package init(host: HostName, artifacts: [Artifact]) {
        self.host = host
        self.artifacts = artifacts.sorted { $0.name < $1.name }
    }

    package subscript(name: Artifact.Name) -> Artifact {
        get {
            guard let artifact = self.artifacts.first(where: { $0.name == name }) else {
                preconditionFailure("the bundle of \(self.host) has no \(name)")
            }
            return artifact
        }
        set {
            self.artifacts = self.artifacts.map { $0.name == name ? newValue : $0 }
        }
    }
}
