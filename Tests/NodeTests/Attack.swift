import Addressing
import Crawler
import Glibc

/// What many strangers can do to a node together.
enum Attack: String, CaseIterable, Codable {
    /// They connect and say nothing.
    case silence
    /// They send a greeting of TLS, one byte at a time.
    case slowGreeting
    /// They finish TLS, and send a request one byte at a time.
    case slowRequest
    /// They become peers, ask and ask, and never read.
    case slowReading
    /// They send noise where a handshake is expected, and go.
    case garbage
    /// They become peers, and announce frames of 1 GiB.
    case hugeFrames
    /// They become peers, and send the longest unfinished frames that there may be.
    case unfinishedFrames
    /// They become peers, and send small frames that are large once read: groups in groups, thousands of empty parts.
    case nesting

    /// How many strangers take part, of as many connections as the test is to make.
    func strangers(of connections: Int) -> Int {
        switch self {
        case .silence, .slowGreeting, .garbage: connections
        case .slowRequest: connections / 10
        case .slowReading, .hugeFrames, .unfinishedFrames, .nesting: min(60, connections / 20)
        }
    }

    /// How much private memory the node may take for it, in KiB, beyond what it had.
    ///
    /// `ShellLimits.acceptedMaximum` connections, each with its TLS state and what it sent so far; for peers, one frame
    /// that is not finished and a queue that nobody empties, each of 1 MiB and what buffers that grow leave unused.
    var memoryBound: Int {
        switch self {
        case .silence, .slowGreeting, .garbage, .slowRequest: 768 * 96
        case .slowReading, .hugeFrames, .nesting: 60 * 1_536
        case .unfinishedFrames: 60 * 3_072
        }
    }

    /// One stranger does what he came for, as far as it goes without waiting; what is returned holds the connection.
    ///
    /// - Parameters:
    ///   - endpoint: Of the node.
    ///   - number: Of the stranger.
    func begin(_ endpoint: Endpoint, number: Int) throws -> Stranger {
        switch self {
        case .silence, .slowGreeting:
            return .raw(try RawPeer(tcp: endpoint))
        case .garbage:
            let peer = try RawPeer(tcp: endpoint)
            peer.push((0..<1_000).map { UInt8(truncatingIfNeeded: ($0 &+ number) &* 31) })
            return .gone
        case .slowRequest:
            // Beyond the limit the node hangs up: that stranger has done what he could.
            guard let peer = try? SecurePeer(endpoint) else { return .gone }
            return .secure(peer)
        case .slowReading, .hugeFrames, .unfinishedFrames, .nesting:
            let peer = try SecurePeer(endpoint).upgrade(as: "attacker \(number)")
            for frame in self.frames { peer.say(frame) }
            return .secure(peer)
        }
    }

    /// A stranger says a little more.
    func goOn(_ stranger: Stranger, round: Int) {
        switch (self, stranger) {
        case (.slowGreeting, .raw(let peer)): peer.push([Self.greeting[round % Self.greeting.count]])
        case (.slowRequest, .secure(let peer)): peer.say([UInt8(ascii: "G")])
        case (.slowReading, .secure(let peer)): peer.say(Self.pings)
        default: break
        }
    }

    enum Stranger {
        case raw(RawPeer)
        case secure(SecurePeer)
        case gone
    }

    /// The header of a record that goes on for 512 bytes, and of a greeting in it; then zeros.
    private static let greeting: [UInt8] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3] + [UInt8](repeating: 0, count: 500)

    private static let pings = [UInt8]((0..<1_000).flatMap { _ in [0, 0, 0, 4, 0, 3, 8, 0, 16, 1] as [UInt8] })

    private static func frame(_ type: UInt8, length: Int, _ payload: [UInt8]) -> [UInt8] {
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        return bytes + [0, type] + payload
    }

    private var frames: [[UInt8]] {
        switch self {
        case .hugeFrames:
            return [Self.frame(30, length: 1 << 30, [UInt8](repeating: 1, count: 16_000))]
        case .unfinishedFrames:
            // A transaction may have 1 MiB; all but one byte of it come.
            let part = [UInt8](repeating: 1, count: 16_383)
            return [Self.frame(30, length: 1 << 20, [])] + (0..<64).map { _ in part }
        case .nesting:
            let groups = [UInt8](repeating: 0x0B, count: 60_000)
            let empty = [UInt8]((0..<30_000).flatMap { _ in [0x12, 0] as [UInt8] })
            let members = [UInt8]((0..<500_000).flatMap { _ in [0x0A, 0] as [UInt8] })
            return [
                Self.frame(41, length: groups.count, groups), Self.frame(15, length: empty.count, empty),
                Self.frame(5, length: members.count, members),
            ]
        default:
            return []
        }
    }
}
