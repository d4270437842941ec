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
    /// They become peers and never read, while one of them gives the node much to send on.
    case slowReading
    /// They send noise where a handshake is expected, and go.
    case garbage
    /// They become peers, and announce frames of 1 GiB.
    case hugeFrames
    /// They become peers, and send the longest unfinished frames that there may be.
    case unfinishedFrames
    /// They become peers, and send frames that are large once read: groups in groups, thousands of empty parts.
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
    /// `ShellLimits.acceptedMaximum` connections, each with its TLS state and what it sent so far; for each peer one frame
    /// that is not finished, 1 MiB, or a queue that nobody empties, of which transactions fill half; and what buffers that grow leave
    /// unused.
    var memoryBound: Int {
        switch self {
        case .silence, .slowGreeting, .garbage, .slowRequest: 768 * 64
        case .hugeFrames, .nesting: 60 * 96
        case .slowReading: 60 * 1_024
        case .unfinishedFrames: 60 * 2_048
        }
    }

    /// How much the node must have taken, in KiB, or the attack was none and proves nothing.
    func leastCost(of strangers: Int) -> Int {
        switch self {
        case .silence, .slowGreeting: min(strangers, 512) * 8
        case .unfinishedFrames: strangers * 512
        case .slowReading: strangers * 256
        case .slowRequest, .garbage, .hugeFrames, .nesting: 0
        }
    }

    /// How many of its peers the node hangs up on meanwhile, of so many strangers.
    func droppedPeers(of strangers: Int) -> Int {
        switch self {
        case .hugeFrames, .nesting: strangers
        case .slowReading: strangers - 1
        case .silence, .slowGreeting, .slowRequest, .garbage, .unfinishedFrames: 0
        }
    }

    /// How many of the strangers become peers.
    func peers(of strangers: Int) -> Int {
        switch self {
        case .hugeFrames, .nesting, .slowReading, .unfinishedFrames: strangers
        case .silence, .slowGreeting, .slowRequest, .garbage: 0
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
            return try Self.connect(to: endpoint).map { .raw($0) } ?? .gone
        case .garbage:
            guard let peer = try Self.connect(to: endpoint) else { return .gone }
            peer.push((0..<1_000).map { UInt8(truncatingIfNeeded: ($0 &+ number) &* 31) })
            return .gone
        case .slowRequest:
            // Beyond the limit the node hangs up: that stranger has done what he could.
            guard let peer = try? SecurePeer(endpoint) else { return .gone }
            return .secure(peer)
        case .slowReading, .hugeFrames, .unfinishedFrames, .nesting:
            let peer = try SecurePeer(endpoint).upgrade(as: "attacker \(number)")
            for frame in self.frames(of: number) { peer.say(frame) }
            return self == .slowReading && number > 0 ? .reader(peer) : .secure(peer)
        }
    }

    /// - Returns: `nil` if the node cut it off at once: where it has no room, it may do so before the one who connects is awake to see
    ///   that TCP stands. That stranger has done what he could.
    private static func connect(to endpoint: Endpoint) throws -> RawPeer? {
        do {
            return try RawPeer(tcp: endpoint)
        } catch let failure as RawPeer.Failure where failure.code == ECONNRESET {
            return nil
        }
    }

    /// A stranger says a little more.
    func goOn(_ stranger: Stranger, round: Int) {
        switch (self, stranger) {
        case (.slowGreeting, .raw(let peer)): peer.push([Self.greeting[round % Self.greeting.count]])
        case (.slowRequest, .secure(let peer)): peer.say([UInt8(ascii: "G")])
        case (.slowReading, .secure(let peer)): peer.say(Self.transaction(round))
        default: break
        }
    }

    enum Stranger {
        case raw(RawPeer)
        case secure(SecurePeer)
        /// Would read, if it did anything at all.
        case reader(SecurePeer)
        case gone
    }

    /// The header of a record that goes on for 512 bytes, and of a greeting in it; then zeros.
    private static let greeting: [UInt8] = [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3] + [UInt8](repeating: 0, count: 500)

    /// An eighth of a MiB that the node has not seen before, for everybody but its sender.
    private static func transaction(_ round: Int) -> [UInt8] {
        let raw = [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 1 << 17)
        // A field of bytes with its length as a number of three bytes, and the status "new".
        let payload = [0x0A, 0x80, 0x80, 0x08] + raw + [0x10, 1]
        return Self.frame(30, length: payload.count, payload)
    }

    private static func frame(_ type: UInt8, length: Int, _ payload: [UInt8]) -> [UInt8] {
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        return bytes + [0, type] + payload
    }

    private static let huge = [30, 41, 250].map { type in
        Self.frame(type, length: 1 << 30, [UInt8](repeating: 1, count: 1_000))
    }

    /// A transaction may have 1 MiB; all but some bytes of it come.
    private static let unfinished = Self.frame(30, length: 1 << 20, [UInt8](repeating: 1, count: (1 << 20) - 100))

    private static let nested: [[UInt8]] = {
        let groups = [UInt8](repeating: 0x0B, count: 60_000)
        let parts: [UInt8] = [8, 1] + [[UInt8]](repeating: [0x12, 0], count: 15_000).flatMap(\.self)
        let few = [UInt8](repeating: 0x0B, count: 4_000)
        return [
            Self.frame(41, length: groups.count, groups), Self.frame(15, length: parts.count, parts),
            Self.frame(34, length: few.count, few),
        ]
    }()

    private func frames(of number: Int) -> [[UInt8]] {
        switch self {
        case .hugeFrames: [Self.huge[number % Self.huge.count]]
        case .unfinishedFrames: [Self.unfinished]
        case .nesting: [Self.nested[number % Self.nested.count]]
        case .silence, .slowGreeting, .slowRequest, .slowReading, .garbage: []
        }
    }
}
