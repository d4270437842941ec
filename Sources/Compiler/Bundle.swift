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

/// One file of a bundle.
package struct Artifact: Hashable, Sendable {
    package enum Name: String, CaseIterable, Comparable, Sendable, CustomStringConvertible {
        case manifest = "manifest.json"
        case firewallUnit = "picket-firewall.service"
        case nudgeUnit = "picket-nudge.service"
        case nudgeTimer = "picket-nudge.timer"
        case ruleset = "picket.nft"
        case configuration = "skywelld.cfg"
        case serviceDropIn = "skywelld.service.d/picket.conf"

        package var description: String { self.rawValue }

        package static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.rawValue < rhs.rawValue
        }

        /// Whether the file holds secrets and must be readable by its owner alone.
        package var isSecret: Bool { self == .configuration }
    }

    package let name: Name
    /// Lines that each end in a line feed.
    package var contents: String
    /// Why each line is there: one reason per line, in order.
    package let reasons: [Reason]

    package init(_ name: Name, _ contents: String, reasons: [Reason] = []) {
        self.name = name
        self.contents = contents
        self.reasons = reasons
    }
}
