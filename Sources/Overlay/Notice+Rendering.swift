import Addressing
import PeerProtocol
import Skywelld

/// A notice as a log line: an event and its metadata.
extension Notice {
    package var name: String {
        switch self {
        case .started: "started"
        case .dialling: "dialling"
        case .redialScheduled: "redial-scheduled"
        case .dialFailed: "dial-failed"
        case .peerActive: "peer-active"
        case .peerClosed: "peer-closed"
        case .peerLost: "peer-lost"
        case .peerCostly: "peer-costly"
        case .handshakeRefused: "handshake-refused"
        case .handshakeAbandoned: "handshake-abandoned"
        case .crawlServed: "crawl-served"
        case .requestForbidden: "request-forbidden"
        case .connectionRefused: "connection-refused"
        case .protectedPeerIsPublic: "protected-peer-public"
        case .redacted(let redacted): redacted.name
        }
    }

    /// What happens all the time on a public node is `debug`.
    package var level: Level {
        switch self {
        case .dialling, .redialScheduled, .handshakeAbandoned, .requestForbidden, .crawlServed, .connectionRefused:
            .debug
        case .started, .dialFailed, .handshakeRefused: .info
        case .peerActive, .peerClosed, .peerLost, .peerCostly: .notice
        case .protectedPeerIsPublic: .error
        case .redacted(let redacted): redacted.level
        }
    }

    package var metadata: [(String, String)] {
        switch self {
        case .started(let publicKey, let port, let isPrivate, let fixedPeers):
            [
                ("node", publicKey.base58), ("port", port.map(String.init) ?? "none"),
                ("private", isPrivate ? "yes" : "no"), ("fixed-peers", String(fixedPeers)),
            ]
        case .dialling(let remote), .requestForbidden(let remote):
            Self.place(remote)
        case .redialScheduled(let remote, let delay):
            Self.place(remote) + [("after", "\(delay)")]
        case .dialFailed(let remote, let end):
            Self.place(remote) + [("reason", end.rawValue)]
        case .peerActive(let key, let remote, let direction, let software, let crawl):
            Self.place(remote, direction, key)
                + [("version", Self.printable(software)), ("crawl", crawl.rawValue)]
        case .peerClosed(let key, let remote, let direction, let reason):
            Self.place(remote, direction, key) + [("reason", reason.rawValue)]
        case .peerLost(let key, let remote, let direction, let end):
            Self.place(remote, direction, key) + [("reason", end.rawValue)]
        case .handshakeRefused(let remote, let direction, let reason, let key):
            Self.place(remote, direction, key) + [("reason", reason.rawValue)]
        case .handshakeAbandoned(let remote, let direction, let end):
            Self.place(remote, direction) + [("reason", end.rawValue)]
        case .crawlServed(let remote, let entries):
            Self.place(remote) + [("entries", String(entries))]
        case .connectionRefused(let remote, let reason):
            Self.place(remote) + [("reason", reason.rawValue)]
        case .peerCostly(let key, let remote, let direction),
            .protectedPeerIsPublic(let key, let remote, let direction):
            Self.place(remote, direction, key)
        case .redacted(let redacted):
            redacted.details.map { ($0.key, $0.value) }
        }
    }

    private static func place(
        _ remote: Endpoint,
        _ direction: CrawlEntry.Direction? = nil,
        _ key: NodePublicKey? = nil
    ) -> [(String, String)] {
        [("remote", remote.description)]
            + (direction.map { [("direction", $0.rawValue)] } ?? [])
            + (key.map { [("peer", $0.base58)] } ?? [])
    }

    /// A stranger's words must not be able to steer the reader's terminal.
    private static func printable(_ text: String) -> String {
        String(
            decoding: text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? UInt8($0.value) : 0x3F },
            as: UTF8.self
        )
    }
}
