package import Addressing
package import PeerProtocol
package import Topology

/// All that a stranger heard from one public server as its peer, or in place of becoming one.
package struct PeerTalk: Equatable, Sendable {
    /// The messages that carry addresses as numbers. Source: skywelld reference §4.3.
    private static let addressCarriers: Set<MessageType> = [.cluster, .peers, .endpoints]

    package let vantage: HostName
    package let server: HostName
    package let endpoint: Endpoint
    /// Everything that came, from the answer to the handshake on.
    package let said: [UInt8]
    /// The payloads of the messages that carry addresses.
    let addressPayloads: [[UInt8]]

    /// - Parameters:
    ///   - said: As it came.
    ///   - frames: What came, cut into frames.
    package init(vantage: HostName, server: HostName, endpoint: Endpoint, said: [UInt8], frames: [Frame]) {
        self.vantage = vantage
        self.server = server
        self.endpoint = endpoint
        self.said = said
        self.addressPayloads = frames.filter { Self.addressCarriers.contains($0.type) }.map(\.payload)
    }
}
