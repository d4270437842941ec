/// One public generation of the server: what it does where the generations differ.
///
/// Source: skywelld reference §0.1; `jingtum` is its J, `truechain` its T.
package enum Dialect: String, CaseIterable, Hashable, Sendable {
    /// Satisfies both generations: the default.
    case both
    /// The tree whose network layer was half rewritten: an address once dialled is never dialled again.
    case jingtum
    /// The older tree, which behaves like rippled of 2015.
    case truechain

    /// Whether what is said of one generation concerns a host of this dialect.
    package func includes(_ generation: Dialect) -> Bool {
        self == .both || generation == .both || self == generation
    }
}
