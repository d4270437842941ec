extension Topology {
    /// How much a topology file may ask for.
    package enum Limits {
        /// Size of a file in bytes.
        package static let fileSize = 4 << 20
        /// How deep maps and lists may be nested.
        package static let depth = 32
        /// Texts, maps and lists in one file.
        package static let nodes = 1_000_000
        /// Hosts after expansion.
        package static let hosts = 20_000
        /// Pairs of a validator and one of its sentries.
        package static let links = 1_000_000
    }
}
