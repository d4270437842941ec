package import PeerProtocol
package import Skywelld

/// What came of asking a node to be its peer.
package enum HandshakeOutcome: Equatable, Sendable {
    /// Who the other end has proven to be, and what it says about itself.
    package struct Peer: Equatable, Sendable {
        package let publicKey: NodePublicKey
        /// Its own words.
        package let version: String
        package let crawl: CrawlVisibility

        package init(publicKey: NodePublicKey, version: String, crawl: CrawlVisibility) {
            self.publicKey = publicKey
            self.version = version
            self.crawl = crawl
        }
    }

    /// We were a peer for a moment.
    case established(Peer)
    /// 503: no slot here, or a key that is connected already; with the texts of `peer-ips`.
    case refused(peers: [String])
    /// 403: the port does not take peers.
    case forbidden
    /// Another status.
    case rejected(status: Int)
    /// 101, but the headers lack something.
    case incomplete(HandshakeError)
    /// 101, but the signature is not that of the key, or the key is none.
    case unproven
    /// What came is not the HTTP that was expected.
    case malformed(HTTPError)
    /// Nothing came. A stock server that does not like a request closes without a word: `.talking(.closed)`.
    case failed(ConnectionFailure)
}
