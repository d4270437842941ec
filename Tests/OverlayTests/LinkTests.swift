import Addressing
import Overlay
import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Active links")
struct LinkTests {
    /// The frames among some actions, and their number of actions in all.
    private static func frames(_ actions: [Action], on id: ConnectionID) -> [Frame] {
        actions.compactMap { action in
            guard case .send(id, let bytes) = action else { return nil }
            var decoder = FrameDecoder(wanted: Set(MessageType.allCases))
            var rest = bytes[...]
            guard case .frame(let frame)? = try? decoder.read(&rest), rest.isEmpty else { return nil }
            return frame
        }
    }

    @Test("pings after 3 seconds and then every 15, announces itself every 5, each in a send of its own")
    func schedule() throws {
        var bench = Bench()
        let id = bench.link()
        var times: [MessageType: [Int]] = [:]
        var sequence: UInt32 = 0
        for second in 1...48 {
            let actions = bench.advance(by: .seconds(1))
            let frames = Self.frames(actions, on: id)
            #expect(frames.count == actions.count)
            for frame in frames {
                times[frame.type, default: []].append(second)
                guard frame.type == .ping else {
                    #expect(frame == Message.endpoints(Endpoints([.own(50333)], senderTakes: .everything)).frame)
                    continue
                }
                let ping = try Ping(payload: frame.payload)
                let next = try #require(ping.sequence)
                #expect(ping.kind == .ping && next >= sequence && next - sequence <= 8191)
                sequence = next
            }
            #expect(bench.feed(.queueDrained(id)) == [])
        }
        #expect(times == [.ping: [3, 18, 33, 48], .endpoints: [5, 10, 15, 20, 25, 30, 35, 40, 45]])
    }

    @Test("answers a ping with all that it held", arguments: ["0800", "0800109221", "08001092211801203f", "10010800"])
    func pong(payload: String) throws {
        var bench = Bench()
        let id = bench.link()
        let pong = try Ping(payload: bytes(payload)).pong
        #expect(
            bench.feed(.bytesReceived(id, Frame(.ping, bytes(payload)).bytes)) == [.send(id, pong.frame.bytes)]
        )
    }

    @Test("several frames in one read are answered one by one")
    func severalFrames() {
        var bench = Bench()
        let id = bench.link()
        let pings = (1...3).map { Ping(.ping, sequence: $0) }
        let bytes = pings.flatMap(\.frame.bytes)
        #expect(bench.feed(.bytesReceived(id, bytes)) == pings.map { .send(id, $0.pong.frame.bytes) })
    }

    @Test("a pong is not answered, asked for or not, and restarts the numbers")
    func pongs() throws {
        var bench = Bench()
        let id = bench.link()
        #expect(bench.feed(.bytesReceived(id, Ping(.pong, sequence: 77).frame.bytes)) == [])
        for _ in 0..<20 {
            let pings = try Self.frames(bench.advance(by: .seconds(15)), on: id).filter { $0.type == .ping }
                .map { try Ping(payload: $0.payload) }
            #expect(pings.count == 1 && pings.allSatisfy { ($0.sequence ?? .max) <= 8191 })
            #expect(bench.feed(.bytesReceived(id, Ping(.pong, sequence: 0).frame.bytes)) == [])
            #expect(bench.feed(.queueDrained(id)) == [])
        }
    }

    @Test("every other message of the vectors is taken without an answer, but for the obsolete one")
    func otherMessages() throws {
        struct Entry: Decodable {
            let type: UInt16
            let frameHex: String
        }
        var bench = Bench()
        let id = bench.link()
        let entries = try VectorFile.entries(Entry.self, of: "framing").filter { $0.type != 3 && $0.type != 1 }
        #expect(!entries.isEmpty)
        for entry in entries {
            let isSilent = bench.feed(.bytesReceived(id, bytes(entry.frameHex))).allSatisfy {
                if case .testConnect(id, _) = $0 { true } else { false }
            }
            #expect(isSilent)
        }
        #expect(bench.feed(.bytesReceived(id, bytes("0000000200630801"))) == [])
    }

    @Test(
        "ends on a frame that a link cannot survive",
        arguments: [
            ("0000000200000801", CloseReason.typeZero),
            ("ffffffff0003", .frameTooLong),
            ("040000010063", .frameTooLong),
            ("000000000001", .deprecatedHello),
            ("0000000200031001", .malformedMessage),
            ("000000000003", .malformedMessage),
            ("000000030003080200", .malformedMessage),
        ]
    )
    func fatal(frame: String, reason: CloseReason) {
        var bench = Bench()
        let id = bench.link()
        let after = Ping(.ping, sequence: 1).frame.bytes
        #expect(bench.feed(.bytesReceived(id, bytes(frame) + after)) == [.close(id, reason)])
        #expect(bench.notices.last == .peerClosed(Bench.validator.publicKey, Bench.remote, .inbound, reason))
        #expect(bench.feed(.bytesReceived(id, after)) == [])
        #expect(bench.advance(by: .seconds(100)) == [])
    }

    @Test(
        "types that lead to nothing end the link too, if they are no messages; long ones are passed over",
        arguments: [MessageType.getPeers, .peers, .transaction, .getLedger, .ledgerData, .haveSet, .getObjects]
    )
    func malformed(type: MessageType) {
        var bench = Bench()
        let id = bench.link()
        // A field that ends beyond the message.
        #expect(bench.feed(.bytesReceived(id, Frame(type, [0x0A, 0x7F]).bytes)) == [.close(id, .malformedMessage)])
        guard [.transaction, .getLedger, .ledgerData, .getObjects].contains(type) else { return }
        bench = Bench()
        let other = bench.link()
        let long = Frame(type, [0x0A, 0x7F] + [UInt8](repeating: 0xFF, count: 64 * 1024))
        #expect(bench.feed(.bytesReceived(other, long.bytes)) == [])
    }

    @Test("saying again that it has a set of transactions costs a peer more than news does")
    func repeatedSets() {
        func isCostly(_ hash: (Int) -> Hash256, _ status: HaveSet.Status = .have) -> Bool {
            var bench = Bench()
            let id = bench.link()
            for number in 0..<4_000 {
                #expect(bench.feed(Message.haveSet(HaveSet(status, hash(number))).received(on: id)) == [])
            }
            return bench.notices.contains { if case .peerCostly = $0 { true } else { false } }
        }
        let hashes = (0..<129).map { Hash256(sha512HalfOf: [UInt8($0)]) }
        #expect(isCostly { _ in hashes[0] })
        #expect(isCostly { hashes[$0 % 128] })
        #expect(!isCostly { hashes[$0 % 129] }, "only the last 128 are remembered")
        #expect(!isCostly({ _ in hashes[0] }, .need))
    }

    @Test("a frame cut short is waited for, and what comes next belongs to it")
    func cutShort() {
        var bench = Bench()
        let id = bench.link()
        let ping = Ping(.ping, sequence: 300)
        #expect(bench.feed(.bytesReceived(id, Array(ping.frame.bytes.prefix(8)))) == [])
        #expect(
            bench.feed(.bytesReceived(id, Array(ping.frame.bytes.dropFirst(8)))) == [.send(id, ping.pong.frame.bytes)]
        )
    }

    @Test("a peer that says nothing for 60 seconds is dropped")
    func silence() {
        var bench = Bench()
        let id = bench.link()
        var actions: [Action] = []
        for _ in 0..<59 {
            actions += bench.advance(by: .seconds(1))
            _ = bench.feed(.queueDrained(id))
        }
        #expect(Self.frames(actions, on: id).count == actions.count)
        #expect(bench.advance(by: .milliseconds(999)).isEmpty)
        #expect(bench.advance(by: .milliseconds(1)) == [.close(id, .unresponsive)])
    }

    @Test("a single byte now and then keeps a link")
    func anyByte() {
        var bench = Bench()
        let id = bench.link()
        #expect(bench.feed(.bytesReceived(id, bytes("000010000063"))) == [])
        for _ in 0..<10 {
            var sent = 0
            for part in [15, 15, 15, 14] {
                sent += Self.frames(bench.advance(by: .seconds(part)), on: id).count
                #expect(bench.feed(.queueDrained(id)) == [])
            }
            #expect(sent >= 14)
            #expect(bench.feed(.bytesReceived(id, [0])) == [])
        }
    }

    @Test("a peer that does not take what we send is dropped, by frames or by bytes")
    func sendQueue() {
        var limits = Limits.standard
        limits.queuedFrames = 3
        var bench = Bench(limits: limits)
        let id = bench.link()
        let ping = Ping(.ping, sequence: 1)
        let pong = Action.send(id, ping.pong.frame.bytes)
        #expect(bench.feed(.bytesReceived(id, ping.frame.bytes + ping.frame.bytes)) == [pong, pong])
        #expect(bench.feed(.queueDrained(id)) == [])
        for _ in 0..<3 { #expect(bench.feed(.bytesReceived(id, ping.frame.bytes)) == [pong]) }
        #expect(bench.feed(.bytesReceived(id, ping.frame.bytes)) == [.close(id, .sendQueueFull)])

        limits = .standard
        limits.queuedBytes = 2 * ping.frame.bytes.count
        var narrow = Bench(limits: limits)
        let other = narrow.link()
        for _ in 0..<3 {
            #expect(narrow.feed(.bytesReceived(other, ping.frame.bytes + ping.frame.bytes)).count == 2)
            #expect(narrow.feed(.queueDrained(other)) == [])
        }
        #expect(
            narrow.feed(.bytesReceived(other, (0..<4).flatMap { _ in ping.frame.bytes }))
                == [
                    .send(other, ping.pong.frame.bytes), .send(other, ping.pong.frame.bytes),
                    .close(other, .sendQueueFull),
                ]
        )
    }

    @Test(
        "who says that it takes what we have from others is told that, in our own form too; a build that may die of it is not",
        arguments: [Endpoints.Reach.everything, .ownEntry]
    )
    func takesHops(reach: Endpoints.Reach) throws {
        var bench = Bench()
        let neighbour = bench.link()
        let other = bench.link(Bench.stranger, from: Endpoint(IPv4Address(rawValue: 0x0808_0808), 1))
        let own = Message.endpoints(Endpoints([.own(50333)]))
        #expect(bench.feed(own.received(on: neighbour)).count == 1)
        #expect(bench.feed(.connectTestFinished(neighbour, isReachable: true)) == [])
        bench.now += .seconds(2)
        #expect(bench.feed(own.received(on: neighbour)) == [])
        let empty = Message.endpoints(Endpoints([], senderTakes: reach))
        #expect(bench.feed(empty.received(on: other)) == [])
        let announcement = Self.frames(bench.advance(by: .seconds(4)), on: other).first { $0.type == .endpoints }
        let known = Endpoints.Entry(Bench.remote.address, 50333, hops: 1)
        let expected = Endpoints(
            [.own(50333)] + (reach == .everything ? [known] : []),
            senderTakes: .everything
        )
        #expect(try Message(#require(announcement)) == .endpoints(expected))
    }

    @Test("a private node says nothing of that, and speaks as the server does")
    func privateAnnouncement() {
        var bench = Bench(isPrivate: true, fixedPeers: [Bench.fixed])
        let id = bench.dialAndLink()
        let frames = Self.frames(bench.advance(by: .seconds(5)), on: id)
        #expect(frames.filter { $0.type == .endpoints } == [.emptyEndpoints])
    }

    @Test("a peer that talks but takes nothing is dropped 15 to 30 seconds later; one that takes it late stays")
    func stalled() {
        for isDrained in [false, true] {
            var bench = Bench()
            let id = bench.link()
            var closed: [(second: Int, action: Action)] = []
            for second in 1...120 {
                closed += bench.advance(by: .seconds(1)).filter { if case .close = $0 { true } else { false } }
                    .map { (second, $0) }
                if second % 5 == 0 { _ = bench.feed(.bytesReceived(id, Ping(.pong, sequence: 1).frame.bytes)) }
                if isDrained, second % 14 == 0 { _ = bench.feed(.queueDrained(id)) }
            }
            #expect(closed.map(\.action) == (isDrained ? [] : [.close(id, .sendQueueStuck)]))
            // What is first sent is the ping after three seconds.
            #expect(closed.allSatisfy { (3 + 15...3 + 30).contains($0.second) })
        }
    }

    @Test("what goes wrong on one link leaves the others alone")
    func independence() {
        var bench = Bench()
        let good = bench.link()
        let bad = bench.link(Bench.stranger)
        #expect(bench.feed(.bytesReceived(bad, bytes("ffffffff0003"))) == [.close(bad, .frameTooLong)])
        let ping = Ping(.ping, sequence: 1)
        #expect(bench.feed(.bytesReceived(good, ping.frame.bytes)) == [.send(good, ping.pong.frame.bytes)])
    }
}
