/// What a peer is charged for, and how much.
///
/// Source: skywelld reference §5.8.
package enum ResourceCharge: Int, CaseIterable, Equatable, Sendable {
    /// Any message that costs nothing special.
    case message = 1
    /// A malformed request, or one of a bad size.
    case malformedRequest = 10
    /// Data that is unwanted, stale or known already, and a cluster report from outside of the cluster.
    case unwantedData = 15
    /// A transaction that cannot be read.
    case unreadableTransaction = 20
    /// A ping, and a request for ledgers or objects.
    case request = 50
    /// A bad signature, a malformed proposal.
    case badData = 100
    case fetchPack = 250
    /// Having been dropped, on top of what led to it.
    case drop = 300

    package var cost: Int {
        self.rawValue
    }
}
