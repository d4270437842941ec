package import Addressing
package import PeerProtocol
package import Skywelld

/// Something worth a line in the log. Never holds payloads or the private part of a key.
package enum Notice: Equatable, Sendable {
    package enum Level: Equatable, Sendable {
        case debug, info, notice, warning, error
    }

    /// The name and level of another notice, and what of its metadata may be told.
    package struct Redacted: Equatable, Sendable {
        package struct Detail: Equatable, Sendable {
            package let key: String
            package let value: String
        }

        package let name: String
        package let level: Level
        package let details: [Detail]
    }

    case started(publicKey: NodePublicKey, listeningPort: UInt16?, isPrivate: Bool, fixedPeers: Int)
    case dialling(Endpoint)
    /// A fixed peer was not linked, or lost its link, and is dialled again after a wait.
    case redialScheduled(Endpoint, after: Duration)
    case dialFailed(Endpoint, ConnectionEnd)
    case peerActive(NodePublicKey, Endpoint, CrawlEntry.Direction, software: String, crawl: CrawlVisibility)
    /// We closed an active link.
    case peerClosed(NodePublicKey, Endpoint, CrawlEntry.Direction, CloseReason)
    /// An active link ended without us.
    case peerLost(NodePublicKey, Endpoint, CrawlEntry.Direction, ConnectionEnd)
    /// A peer costs more than is usual; it is closed if it goes on. Source: skywelld reference §5.8.
    case peerCostly(NodePublicKey, Endpoint, CrawlEntry.Direction)
    /// A connection did not become a link. The key is there if the other end has proven that it is its own.
    case handshakeRefused(Endpoint, CrawlEntry.Direction, CloseReason, NodePublicKey?)
    /// The other end went away before the connection became a link.
    case handshakeAbandoned(Endpoint, CrawlEntry.Direction, ConnectionEnd)
    case crawlServed(Endpoint, entries: Int)
    case requestForbidden(Endpoint)
    case connectionRefused(Endpoint, CloseReason)
    /// A protected peer does not say that it wants to hide: other nodes will show it. Its operator must know.
    case protectedPeerIsPublic(NodePublicKey, Endpoint, CrawlEntry.Direction)
    /// A notice about a protected peer, without what would give it away.
    case redacted(Redacted)
}
