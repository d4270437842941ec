package import PeerProtocol

/// What a node has counted since its start. Holds no names and no addresses.
package struct Counters: Equatable, Sendable {
    /// Messages of one type, with their headers.
    package struct Traffic: Equatable, Sendable {
        package internal(set) var messages = 0
        package internal(set) var bytes = 0

        mutating func add(_ length: Int, times: Int = 1) {
            self.messages += times
            self.bytes += length * times
        }
    }

    /// How often something happened.
    package struct Sample: Equatable, Sendable {
        package let name: String
        /// Which kind of it; `nil` if there is one kind only.
        package let kind: String?
        package let value: Int

        /// Both in one word.
        package var key: String {
            self.kind.map { "\(self.name)_\($0)" } ?? self.name
        }
    }

    /// Above all types that have a number; what is beyond counts as 0, which no message has.
    private static let typeCount = 64

    private var received = [Traffic](repeating: Traffic(), count: Self.typeCount)
    private var sent = [Traffic](repeating: Traffic(), count: Self.typeCount)
    private var inboundLinks = 0
    private var outboundLinks = 0
    private var failedDials: [String: Int] = [:]
    private var refusedHandshakes: [String: Int] = [:]
    private var abandonedHandshakes: [String: Int] = [:]
    private var closedLinks: [String: Int] = [:]
    private var lostLinks: [String: Int] = [:]
    private var costlyPeers = 0
    private var refusedConnections = 0
    private var forbiddenRequests = 0
    private var crawls = 0
    private var publicProtectedPeers = 0

    package init() {}

    /// Messages of a type that came in.
    package func received(_ type: MessageType) -> Traffic {
        self.received[Self.index(type.rawValue)]
    }

    /// Messages of a type that went out.
    package func sent(_ type: MessageType) -> Traffic {
        self.sent[Self.index(type.rawValue)]
    }

    /// Messages of no known type that came in.
    package var receivedUnknown: Traffic {
        self.received[0]
    }

    /// Everything but the traffic, in an order that stays; only what has happened.
    package var samples: [Sample] {
        [
            Sample(name: "links_made", kind: "in", value: self.inboundLinks),
            Sample(name: "links_made", kind: "out", value: self.outboundLinks),
        ] + Self.samples("dials_failed", self.failedDials)
            + Self.samples("handshakes_refused", self.refusedHandshakes)
            + Self.samples("handshakes_abandoned", self.abandonedHandshakes)
            + Self.samples("links_closed", self.closedLinks)
            + Self.samples("links_lost", self.lostLinks)
            + [
                Sample(name: "peers_costly", kind: nil, value: self.costlyPeers),
                Sample(name: "connections_refused", kind: nil, value: self.refusedConnections),
                Sample(name: "requests_forbidden", kind: nil, value: self.forbiddenRequests),
                Sample(name: "crawls_served", kind: nil, value: self.crawls),
                Sample(name: "protected_peers_public", kind: nil, value: self.publicProtectedPeers),
            ]
    }

    // MARK: - Reading ahead

    var warmth: Int {
        self.received.count &+ self.sent.count
    }

    func warmth(of rawType: UInt8) -> Int {
        self.received[Int(rawType) % Self.typeCount].messages
    }

    private static func samples(_ name: String, _ counts: [String: Int]) -> [Sample] {
        counts.sorted { $0.key < $1.key }.map { Sample(name: name, kind: $0.key, value: $0.value) }
    }

    private static func index(_ rawType: UInt16) -> Int {
        MessageType(rawValue: rawType) == nil ? 0 : Int(rawType)
    }
}

// MARK: - Counting

extension Counters {
    mutating func noteReceived(_ element: FrameDecoder.Element) {
        switch element {
        case .frame(let frame):
            self.received[Self.index(frame.type.rawValue)].add(Frame.headerLength + frame.payload.count)
        case .skipped(let rawType, let length):
            self.received[Self.index(rawType)].add(Frame.headerLength + length)
        }
    }

    /// - Parameter length: In bytes, with the header.
    mutating func noteReceived(_ type: MessageType, length: Int) {
        self.received[Int(type.rawValue)].add(length)
    }

    /// - Parameter length: In bytes, with the header.
    mutating func noteSent(_ type: MessageType, length: Int, times: Int = 1) {
        self.sent[Int(type.rawValue)].add(length, times: times)
    }

    /// Everything that happens to connections is said in a notice.
    mutating func count(_ notice: Notice) {
        switch notice {
        case .started, .dialling, .redialScheduled, .redacted: break
        case .peerActive(_, _, .inbound, _, _): self.inboundLinks += 1
        case .peerActive(_, _, .outbound, _, _): self.outboundLinks += 1
        case .dialFailed(_, let end): self.failedDials[end.rawValue, default: 0] += 1
        case .handshakeRefused(_, _, let reason, _): self.refusedHandshakes[reason.rawValue, default: 0] += 1
        case .handshakeAbandoned(_, _, let end): self.abandonedHandshakes[end.rawValue, default: 0] += 1
        case .peerClosed(_, _, _, let reason): self.closedLinks[reason.rawValue, default: 0] += 1
        case .peerLost(_, _, _, let end): self.lostLinks[end.rawValue, default: 0] += 1
        case .peerCostly: self.costlyPeers += 1
        case .connectionRefused: self.refusedConnections += 1
        case .requestForbidden: self.forbiddenRequests += 1
        case .crawlServed: self.crawls += 1
        case .protectedPeerIsPublic: self.publicProtectedPeers += 1
        }
    }
}
