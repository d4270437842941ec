package import Addressing

/// A list of addresses that nobody has checked. No known build sends it; whoever receives it does well to ignore it.
///
/// Source: skywelld reference §4.3 and §5.3.
package struct Peers: Equatable, Sendable {
    /// What can be an endpoint of what was listed.
    package let endpoints: [Endpoint]

    package init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
    }
}

extension Peers: WireMessage {
    static var type: MessageType { .peers }

    init(_ wire: WirePeers, limits: FrameLimits) throws(MessageError) {
        self.init(
            wire.nodes.compactMap { node in
                node.listeningPort.map { Endpoint(node.ipv4Address, $0) }
            }
        )
    }

    var wire: WirePeers {
        var wire = WirePeers()
        wire.nodes = self.endpoints.map { WireIPv4Endpoint($0.address, $0.port) }
        return wire
    }
}
