internal import PeerProtocol
package import Skywelld

/// One link as a node tells its own administrator, protected peers included.
package struct LinkedPeer: Equatable, Sendable {
    package let publicKey: NodePublicKey
    /// Whether the other end dialled.
    package let isInbound: Bool
    /// Whether the other end asks that its address be shown to nobody; `nil` if the node does not say.
    package let hidesItself: Bool?

    package init(publicKey: NodePublicKey, isInbound: Bool, hidesItself: Bool? = nil) {
        self.publicKey = publicKey
        self.isInbound = isInbound
        self.hidesItself = hidesItself
    }

    /// Reads an entry of `peers`.
    ///
    /// - Returns: `nil` for one without a node key.
    init?(_ entry: JSONValue) {
        guard let members = entry.members, let text = members["public_key"]?.string,
            let key = NodePublicKey(base58: text)
        else { return nil }
        self.init(
            publicKey: key,
            isInbound: members["inbound"] == .boolean(true),
            hidesItself: members["crawl"]?.string.map { $0 != CrawlVisibility.public.rawValue }
        )
    }
}
