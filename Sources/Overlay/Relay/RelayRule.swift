package import Skywelld

/// Whose votes a node sends on. Their signatures are checked in any case.
///
/// Source: skywelld reference §5.6: a stock server sends on the votes that it trusts, and nobody else's.
package enum RelayRule: Equatable, Sendable {
    /// Those of these validators, by their validation keys: as in `[validators]`.
    case listed(Set<NodePublicKey>)
    /// Everybody's: for networks where nobody can make up validators.
    case everyone
}
