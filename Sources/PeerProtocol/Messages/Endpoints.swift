package import Addressing

/// Gossip: where nodes listen, and how many hops away they are.
///
/// Source: skywelld reference §4.3 and §5.3.
package struct Endpoints: Equatable, Sendable {
    package struct Entry: Hashable, Sendable {
        /// Of no meaning with 0 hops: the receiver takes the address that the message came from.
        package let address: IPv4Address
        package let port: Port
        /// 0 is the sender itself.
        package let hops: UInt32

        package init(_ address: IPv4Address, _ port: Port, hops: UInt32) {
            self.address = address
            self.port = port
            self.hops = hops
        }

        /// The sender's own entry: 0.0.0.0 and no hops.
        package static func own(_ port: Port) -> Entry {
            Entry(IPv4Address(rawValue: 0), port, hops: 0)
        }
    }

    /// What a receiver can take.
    package enum Reach: Equatable, Sendable {
        /// Only the sender's own entry: some builds abort when they read another one. Source: skywelld reference §0.1 (J3).
        case ownEntry
        case everything
    }

    /// How many entries a message of ours has at most. Source: skywelld reference §5.3.
    package static let maximumSentCount = 12
    /// An entry with more hops is dropped. Source: skywelld reference §5.3.
    package static let maximumHops: UInt32 = 6
    /// Of the message; the server always writes 1 and never looks at it. Source: skywelld reference §4.3.
    private static let version: UInt8 = 1
    /// Of a message whose sender takes everything. Ours.
    private static let versionOfEverything: UInt8 = 2

    package let entries: [Entry]
    /// What its sender says that it can take itself. Who says nothing about it may be of those builds that abort.
    package let senderTakes: Reach
    /// How many entries came that could not be used: no port, or too many hops.
    package let discardedCount: Int

    package init(_ entries: [Entry], discardedCount: Int = 0, senderTakes: Reach = .ownEntry) {
        self.entries = entries
        self.senderTakes = senderTakes
        self.discardedCount = discardedCount
    }

    /// What of this may be sent to a receiver.
    package func limited(to reach: Reach) -> Endpoints {
        let entries = reach == .everything ? self.entries : self.entries.filter { $0.hops == 0 }
        return Endpoints(Array(entries.prefix(Self.maximumSentCount)), senderTakes: self.senderTakes)
    }
}

extension Endpoints: WireMessage {
    static var type: MessageType { .endpoints }

    init(_ wire: WireEndpoints, limits: FrameLimits) throws(MessageError) {
        let entries = wire.entries.compactMap { entry in
            entry.hops <= Self.maximumHops
                ? entry.endpoint.listeningPort.map { Entry(entry.endpoint.ipv4Address, $0, hops: entry.hops) } : nil
        }
        self.init(
            entries,
            discardedCount: wire.entries.count - entries.count,
            senderTakes: Self.reach(ofVersion: wire.version)
        )
    }

    static func read(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self {
        // The version is a field as well.
        let limit = limits.maximumFieldCount(of: .endpoints) - 1
        guard let raw = EndpointsCodec.entries(of: payload, atMost: limit) else {
            return try Self.readByProtobuf(payload, limits: limits)
        }
        let entries = raw.compactMap { entry in
            entry.hops <= Self.maximumHops
                ? UInt16(exactly: entry.port).flatMap { Port(rawValue: $0) }
                    .map { Entry(entry.address, $0, hops: entry.hops) } : nil
        }
        return Self(
            entries,
            discardedCount: raw.count - entries.count,
            senderTakes: Self.reach(ofVersion: UInt32(payload[1]))
        )
    }

    static func reach(ofVersion version: UInt32) -> Reach {
        version >= Self.versionOfEverything ? .everything : .ownEntry
    }

    var version: UInt8 {
        switch self.senderTakes {
        case .ownEntry: Self.version
        case .everything: Self.versionOfEverything
        }
    }

    var written: [UInt8] {
        EndpointsCodec.written(self.entries, version: self.version)
    }

    var wire: WireEndpoints {
        var wire = WireEndpoints()
        wire.version = UInt32(self.version)
        wire.entries = self.entries.map { entry in
            var written = WireEndpoints.Entry()
            written.endpoint = WireIPv4Endpoint(entry.address, entry.port)
            written.hops = entry.hops
            return written
        }
        return wire
    }
}
