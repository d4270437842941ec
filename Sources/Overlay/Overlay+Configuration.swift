package import Addressing
package import PeerProtocol
package import Skywelld

extension Overlay {
    /// What makes one node differ from another.
    package struct Configuration: Sendable {
        package var nodeKey: NodeKey
        /// Whether the node hides: it takes no inbound peers, says so in its handshakes, and dials fixed peers only.
        package var isPrivate: Bool
        /// As in `[peers_max]`; 0 stands for the server's default.
        package var peersMax: Int
        package var fixedPeers: [Endpoint]
        package var redialProfile: RedialProfile
        /// Where to look for first peers, as in `[ips]`.
        package var bootstrapPeers: [Endpoint] = []
        /// What `saveBootcache` last asked to keep.
        package var bootcache: [BootcacheEntry] = []
        /// Of whom nobody may learn from this node.
        package var protection = Protection()
        /// Members of our cluster, who need no free slot.
        package var clusterKeys: Set<NodePublicKey> = []
        /// What members are called here, as far as they have names.
        package var clusterNames: [NodePublicKey: String] = [:]
        package var crawl = CrawlPolicy.stock
        /// How what a crawl shows is written.
        package var crawlForm = CrawlDocument.Form.documented
        /// Whose votes are sent on.
        package var relayRule = RelayRule.listed([])
        /// Whether transactions are sent on, unread.
        package var relaysTransactions = false
        /// Speaks as a validator; `nil` for a node that is none.
        package var voice: Voice?
        /// Of the host's validator, for administrators to see, whether it has a voice here or not; `nil` if it has none.
        package var validationKey: NodePublicKey?
        package var gossipScope = GossipScope.publicOnly
        package var hopRelay = HopRelay.proven
        /// Where peers can reach the node; `nil` if the shell does not listen.
        package var listeningPort: UInt16?
        /// What the node calls its software.
        package var userAgent: String

        package init(
            nodeKey: NodeKey,
            isPrivate: Bool,
            peersMax: Int = 0,
            fixedPeers: [Endpoint] = [],
            redialProfile: RedialProfile = .picket,
            listeningPort: UInt16? = nil,
            userAgent: String
        ) {
            self.nodeKey = nodeKey
            self.isPrivate = isPrivate
            self.peersMax = peersMax
            self.fixedPeers = fixedPeers
            self.redialProfile = redialProfile
            self.listeningPort = listeningPort
            self.userAgent = userAgent
        }
    }
}
