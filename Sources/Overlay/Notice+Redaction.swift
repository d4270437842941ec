package import Addressing
package import Skywelld

/// Notices about protected peers.
extension Notice {
    /// Metadata that says who or where a peer is, or is in the peer's own words.
    private static let telling: Set<String> = ["remote", "peer", "version"]

    /// Stands in place of them.
    package enum Mask: String, Sendable {
        /// The other end is a protected peer.
        case protected
        /// It has not proven who it is, and may be one.
        case unproven
    }

    /// The other end that a notice names, by endpoint and key.
    package var subject: (remote: Endpoint?, key: NodePublicKey?) {
        switch self {
        case .started, .redacted:
            (nil, nil)
        case .dialling(let remote), .redialScheduled(let remote, _), .dialFailed(let remote, _),
            .handshakeAbandoned(let remote, _, _), .crawlServed(let remote, _), .requestForbidden(let remote),
            .connectionRefused(let remote, _):
            (remote, nil)
        case .peerActive(let key, let remote, _, _, _), .peerClosed(let key, let remote, _, _),
            .peerLost(let key, let remote, _, _), .peerCostly(let key, let remote, _),
            .protectedPeerIsPublic(let key, let remote, _):
            (remote, key)
        case .handshakeRefused(let remote, _, _, let key):
            (remote, key)
        }
    }

    /// The same event without the address, the key and the words of the other end.
    package func redacted(as mask: Mask) -> Notice {
        .redacted(
            Redacted(
                name: self.name,
                level: self.level,
                details: self.metadata.map { key, value in
                    Redacted.Detail(key: key, value: Self.telling.contains(key) ? mask.rawValue : value)
                }
            )
        )
    }
}
