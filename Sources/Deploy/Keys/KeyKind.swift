/// The two keys of a host, by the name of their section.
package enum KeyKind: String, CaseIterable, Hashable, Sendable {
    /// The node's identity in the overlay.
    case node = "node_seed"
    /// A validator's identity in the consensus; only validators have one.
    case validation = "validation_seed"

    /// In words, without article.
    package var words: String {
        switch self {
        case .node: "node key"
        case .validation: "validation key"
        }
    }
}
