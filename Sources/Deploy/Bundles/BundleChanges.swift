/// What writing bundles changed against what lay there before.
package struct BundleChanges: Hashable, Sendable {
    /// One file of a host.
    package struct File: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case new
            case changed
            case removed
        }

        /// Counted from the host's folder, such as `skywelld.cfg`.
        package let name: String
        package let kind: Kind
        package let lines: LineCounts
    }

    /// One host's folder.
    package struct Host: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Hashable, Sendable {
            case new
            case changed
            case removed
            case unchanged
        }

        package let name: String
        package let kind: Kind
        /// Those that are not as they were, sorted by name; empty for a host that is removed.
        package let files: [File]
    }

    /// In the order of the bundles; then what is removed, sorted by name.
    package let hosts: [Host]
    /// Files that a person added and that were kept, counted from the folder, sorted.
    package let kept: [String]

    package func count(_ kind: Host.Kind) -> Int {
        self.hosts.count { $0.kind == kind }
    }
}
