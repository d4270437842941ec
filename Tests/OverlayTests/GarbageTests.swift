import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Garbage")
struct GarbageTests {
    /// How far the connection that gets the garbage has come.
    enum Stage: CaseIterable {
        case securing, awaitingRequest, awaitingResponse, activeInbound, activeOutbound
    }

    /// How many streams each seed makes.
    private static let streamCount = 40

    /// What the other end of a connection in this stage would really send.
    private static func goodStream(_ stage: Stage) -> [UInt8] {
        let frames = [
            Ping(.ping, sequence: 1).frame, .emptyEndpoints, Frame(.transaction, [1, 2, 3]),
            Ping(.pong, sequence: 2).frame,
        ]
        .flatMap(\.bytes)
        return switch stage {
        case .securing, .awaitingRequest: Bench.request(Bench.stranger) + frames
        case .awaitingResponse: Bench.response(Bench.stranger) + frames
        case .activeInbound, .activeOutbound: frames
        }
    }

    /// A stream of noise, or a good one with some of it changed, lost, repeated or exchanged.
    private static func badStream(_ stage: Stage, _ random: inout SplitMix64) -> [UInt8] {
        guard Int.random(in: 0..<4, using: &random) > 0 else {
            let count = Int.random(in: 0..<2000, using: &random)
            return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var stream = Self.goodStream(stage)
        for _ in 0..<Int.random(in: 1...4, using: &random) where !stream.isEmpty {
            let start = Int.random(in: 0..<stream.count, using: &random)
            let range = start..<min(start + Int.random(in: 1...20, using: &random), stream.count)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: stream[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: stream.removeSubrange(range)
            case 2: stream.insert(contentsOf: stream[range], at: start)
            case 3:
                stream.insert(
                    contentsOf: stream[range].map { _ in UInt8.random(in: 0...255, using: &random) },
                    at: start
                )
            default: stream.removeSubrange(start...)
            }
        }
        return stream
    }

    /// Brings a connection to a stage.
    private static func prepare(_ stage: Stage, _ bench: inout Bench) -> ConnectionID {
        switch stage {
        case .securing:
            let id = ConnectionID(rawValue: 1001)
            _ = bench.feed(.connectionAccepted(id, remote: Bench.remote))
            return id
        case .awaitingRequest: return bench.accept()
        case .awaitingResponse: return bench.dial()
        case .activeInbound: return bench.link(Bench.stranger)
        case .activeOutbound: return bench.dialAndLink(Bench.stranger)
        }
    }

    private static func connection(of action: Action) -> ConnectionID? {
        switch action {
        case .send(let id, _), .close(let id, _), .dial(let id, _), .testConnect(let id, _): id
        case .wake, .log, .saveBootcache: nil
        }
    }

    @Test(
        "never crashes the machine, touches other links, or gets out more than it brings in",
        arguments: Stage.allCases,
        UInt64(0)..<20
    )
    func garbage(stage: Stage, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<Self.streamCount {
            var bench = Bench(fixedPeers: [Bench.fixed], seed: seed)
            let neighbour = bench.link(Bench.validator)
            let target = Self.prepare(stage, &bench)
            var rest = Self.badStream(stage, &random)[...]
            let received = rest.count
            var actions: [Action] = []
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...400, using: &random))
                rest = rest.dropFirst(piece.count)
                actions += bench.feed(.bytesReceived(target, Array(piece)))
            }
            #expect(actions.allSatisfy { Self.connection(of: $0) == target })
            let closes = actions.indices.filter { if case .close = actions[$0] { true } else { false } }
            #expect(closes.isEmpty || closes == [actions.count - 1])
            let sent = actions.reduce(0) { if case .send(_, let bytes) = $1 { $0 + bytes.count } else { $0 } }
            #expect(sent <= received + 1024)
            let ping = Ping(.ping, sequence: 9)
            #expect(
                bench.feed(.bytesReceived(neighbour, ping.frame.bytes)) == [.send(neighbour, ping.pong.frame.bytes)]
            )
        }
    }

    @Test("whatever a stranger sends, he is gone or linked after a minute", arguments: UInt64(0)..<50)
    func gone(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bench = Bench(seed: seed)
        let target = bench.accept()
        var actions = bench.feed(.bytesReceived(target, Self.badStream(.awaitingRequest, &random)))
        actions += bench.advance(by: .seconds(61))
        let isClosed = actions.contains { if case .close(target, _) = $0 { true } else { false } }
        #expect(isClosed)
    }

    @Test("events in an order that no shell would send are passed over", arguments: UInt64(0)..<50)
    func eventOrder(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bench = Bench(fixedPeers: [Bench.fixed], seed: seed)
        var accepted: UInt64 = 101
        for _ in 0..<200 {
            let id = ConnectionID(rawValue: UInt64.random(in: 0...120, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0: _ = bench.feed(.started)
            case 1:
                _ = bench.feed(.connectionAccepted(ConnectionID(rawValue: accepted), remote: Bench.remote))
                accepted += 2
            case 2: _ = bench.feed(.connectionSecured(id, session: Bool.random(using: &random) ? Bench.session : nil))
            case 3: _ = bench.feed(.bytesReceived(id, Self.badStream(.awaitingRequest, &random)))
            case 4: _ = bench.feed(.bytesReceived(id, Bench.request(networkTime: bench.networkTime)))
            case 5: _ = bench.feed(.queueDrained(id))
            case 6: _ = bench.feed(.connectionClosed(id, .reset))
            default: _ = bench.advance(by: .seconds(Int.random(in: 0..<20, using: &random)))
            }
        }
        #expect(bench.wake.map { $0 >= bench.now } ?? true)
    }
}
