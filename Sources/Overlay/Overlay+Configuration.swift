package import Addressing
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
        /// Only for the log; `nil` if the shell does not listen.
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
