package import Addressing
package import PeerProtocol
package import Skywelld

extension PeerClient {
    /// What came of a visit.
    package struct Visit: Equatable, Sendable {
        package let handshake: HandshakeOutcome
        /// Why the visitor left; `nil` if it never was a peer.
        package let end: VisitEnd?
        /// Everything that the node said, from its answer to the handshake on.
        package let said: [UInt8]

        package init(handshake: HandshakeOutcome, end: VisitEnd?, said: [UInt8] = []) {
            self.handshake = handshake
            self.end = end
            self.said = said
        }

        /// Why the visitor could not stay for as long as it wanted; `nil` if it could.
        package var failure: String? {
            switch self.end {
            case .heardEnough, .timeOver: nil
            case .lost(let reason): "lost as a peer: \(reason)"
            case nil: "\(self.handshake.failureText ?? "no peer")"
            }
        }
    }

    package enum VisitEnd: Equatable, Sendable {
        case heardEnough
        case timeOver
        /// The node ended it, or said something that cannot be read.
        case lost(String)
    }

    /// Who hears more than this, in bytes, leaves: what a node said is kept, to be looked at as a whole.
    private static let saidMaximum = 16 << 20

    /// Becomes a node's peer for a while: says something, answers pings, and listens.
    ///
    /// - Parameters:
    ///   - endpoint: The node's peer port.
    ///   - key: Who we say we are.
    ///   - crawl: Whether the node may show our address.
    ///   - networkTime: Now, in seconds since 2000.
    ///   - timeout: For becoming a peer.
    ///   - messages: What to say then.
    ///   - duration: How long to stay at most.
    ///   - hear: Called with each frame that comes, and what it says if it is a ping, an announcement or a validation; says
    ///     whether that is enough.
    /// - Returns: How the visit began and ended.
    package borrowing func visit(
        _ endpoint: Endpoint,
        key: NodeKey,
        crawl: CrawlVisibility,
        networkTime: UInt64,
        timeout: Duration,
        saying messages: [Message],
        for duration: Duration,
        hear: (Frame, Message?) -> Bool
    ) -> Visit {
        do {
            var connection = try self.open(endpoint, timeout: timeout)
            connection.keepTranscript()
            var rest: ArraySlice<UInt8> = []
            let handshake = Self.ask(&connection, key: key, crawl: crawl, networkTime: networkTime, rest: &rest)
            guard case .established = handshake else {
                let said = connection.transcript ?? []
                connection.close()
                return Visit(handshake: handshake, end: nil, said: said)
            }
            connection.move(Deadline(in: duration))
            let end = Self.talk(&connection, messages, rest, hear)
            let said = connection.transcript ?? []
            connection.close()
            return Visit(handshake: handshake, end: end, said: said)
        } catch {
            return Visit(handshake: .failed(error), end: nil)
        }
    }

    private static func talk(
        _ connection: inout SecureConnection,
        _ messages: [Message],
        _ heard: ArraySlice<UInt8>,
        _ hear: (Frame, Message?) -> Bool
    ) -> VisitEnd {
        let understood: Set<MessageType> = [.ping, .endpoints, .validation]
        var decoder = FrameDecoder(wanted: Set(MessageType.allCases))
        var rest = heard
        do {
            // Each frame is a write of its own: a stock server cannot take two at once.
            for message in messages { try connection.write(message.frame.bytes) }
            while true {
                while !rest.isEmpty {
                    guard case .frame(let frame)? = try decoder.read(&rest) else { continue }
                    let message = understood.contains(frame.type) ? try Message(frame) : nil
                    if case .ping(let ping)? = message, ping.kind == .ping {
                        try connection.write(ping.pong.frame.bytes)
                    }
                    if hear(frame, message) { return .heardEnough }
                }
                guard connection.transcript?.count ?? 0 <= Self.saidMaximum else {
                    return .lost("said too much to look at")
                }
                rest = try connection.read()[...]
            }
        } catch StreamFailure.timedOut {
            return .timeOver
        } catch {
            return .lost("\(error)")
        }
    }
}
