import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@testable import Node

/// Many connect; those who matter get in all the same.
@Suite("Node on sockets: room for connections")
struct NodeRoomTests {
    /// Where the one comes from for whom room is kept.
    private static let kept = IPv4Address(rawValue: 0x7F00_0009)

    /// Where the strangers come from.
    private static let elsewhere = IPv4Address(rawValue: 0x7F00_0002)

    /// A node with few places, for peers alone or for commands as well.
    private static func node(
        _ services: Set<ServerPort.Service>,
        _ limits: Limits,
        _ shellLimits: ShellLimits,
        _ protection: Protection = Protection(addresses: [Self.kept])
    ) throws -> TestNode {
        try TestNode("crowded", limits: limits, shellLimits: shellLimits) {
            $0.overlay.protection = protection
            guard services != [.peer] else { return }
            $0.peerCommands = ServerPort(
                name: "port_peer",
                address: .loopback,
                port: 50333,
                services: services,
                administrators: .listed([])
            )
        }
    }

    @Test(
        "a protected peer gets in while strangers take all the room that there is",
        arguments: [[.peer], [.peer, .http]] as [Set<ServerPort.Service>]
    )
    func protectedPeerGetsIn(services: Set<ServerPort.Service>) throws {
        let (limits, shellLimits) = Self.few(connections: 64, accepted: 8)
        let node = try Self.node(services, limits, shellLimits)
        let strangers = try (0..<8).map { _ in try RawPeer(tcp: node.endpoint, from: Self.elsewhere) }
        #expect(throws: (any Error).self) { try SecurePeer(node.endpoint) }
        _ = try SecurePeer(node.endpoint, from: Self.kept).upgrade(as: "validator").ping(1)
        #expect(strangers.count == 8)
    }

    @Test(
        "a protected peer gets in while a flood lasts",
        arguments: [[.peer], [.peer, .http]] as [Set<ServerPort.Service>]
    )
    func protectedPeerGetsInDuringFlood(services: Set<ServerPort.Service>) throws {
        let (limits, shellLimits) = Self.few(connections: 32, accepted: 48)
        let node = try Self.node(services, limits, shellLimits)
        let endpoint = node.endpoint
        var strangers: [RawPeer] = []
        func flood() {
            // The kernel can refuse one: its queue is full, which is what a flood does.
            for _ in 0..<100 {
                if let stranger = try? RawPeer(tcp: endpoint, from: Self.elsewhere) { strangers.append(stranger) }
            }
        }
        flood()
        let peer = try SecurePeer(endpoint, from: Self.kept, timeout: .seconds(30))
        flood()
        try peer.upgrade(as: "validator")
        flood()
        _ = try peer.ping(1)
        #expect(throws: (any Error).self) { try SecurePeer(endpoint) }
    }

    @Test(
        "a protected peer that is named by its key alone gets in while strangers take all the room that there is",
        arguments: [[.peer], [.peer, .http]] as [Set<ServerPort.Service>]
    )
    func protectedKeyGetsIn(services: Set<ServerPort.Service>) throws {
        var (limits, shellLimits) = Self.few(connections: 8, accepted: 16)
        shellLimits.closeTimeout = .seconds(60)
        let key = NodeKey(seed: Seed(passphrase: "test-only validator"))
        let node = try Self.node(services, limits, shellLimits, Protection(keys: [key.publicKey]))
        let silent = try (0..<4).map { _ in try RawPeer(tcp: node.endpoint, from: Self.elsewhere) }
        let greeted = try (0..<4).map { _ in try SecurePeer(node.endpoint, from: Self.elsewhere) }
        // More than the descriptors would allow, were those kept of whoever goes.
        let further = try (0..<20).map { _ in try RawPeer(tcp: node.endpoint, from: Self.elsewhere) }
        let peer = try SecurePeer(node.endpoint, from: Self.kept).upgrade(as: "validator")
        _ = try peer.ping(1)
        try node.logs("connection-refused", containing: "made-room")
        #expect(throws: (any Error).self) { try (0..<9).map { _ in try SecurePeer(node.endpoint) } }
        _ = try peer.ping(2)
        #expect(silent.count + greeted.count + further.count == 28)
    }

    @Test(
        "whoever the machine has no place for is cut off at once, and has said nothing yet",
        arguments: [[.peer], [.peer, .http]] as [Set<ServerPort.Service>]
    )
    func refusedAtOnce(services: Set<ServerPort.Service>) throws {
        let (limits, few) = Self.few(connections: 2, accepted: 100)
        var shellLimits = few
        shellLimits.closeTimeout = .seconds(60)
        let node = try Self.node(services, limits, shellLimits)
        let strangers = try (0..<2).map { _ in try RawPeer(tcp: node.endpoint, from: Self.elsewhere) }
        let further = try RawPeer(tcp: node.endpoint, from: Self.elsewhere)
        #expect(further.isReset())
        #expect(strangers.count == 2)
        try node.logs("connection-refused", containing: "too-many-connections")
    }

    @Test("who has been told to go makes room when it is needed, goodbye or not")
    func leavingMakeRoom() throws {
        var (limits, shellLimits) = Self.few(connections: 64, accepted: 4)
        limits.request = .milliseconds(100)
        shellLimits.closeTimeout = .seconds(60)
        let node = try Self.node([.peer], limits, shellLimits)
        let leaving = try (0..<4).map { _ in try SecurePeer(node.endpoint) }
        try eventually { (try? SecurePeer(node.endpoint)) != nil }
        #expect(leaving.count == 4)
    }

    private static func few(connections: Int, accepted: Int) -> (Limits, ShellLimits) {
        var limits = Limits.standard
        limits.connections = connections
        limits.reservedConnections = 4
        var shellLimits = ShellLimits.standard
        shellLimits.acceptedMaximum = accepted
        shellLimits.acceptedReserve = 4
        return (limits, shellLimits)
    }
}
