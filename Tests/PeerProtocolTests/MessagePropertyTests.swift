import PeerProtocol
import TestSupport
import Testing

/// What holds for every message, made up from a seed.
@Suite("Properties of messages")
struct MessagePropertyTests {
    private static let types = Message.readableTypes.sorted { $0.rawValue < $1.rawValue }

    /// One of each type.
    private static func messages(using random: inout Dice) -> [Message] {
        Self.types.compactMap { MessageGenerator.message(of: $0, using: &random) }
    }

    @Test("there is one of each type")
    func complete() {
        var random = Dice(seed: 0)
        #expect(Self.messages(using: &random).map(\.frame.type) == Self.types)
    }

    @Test("a written message is read back as the same one", arguments: UInt64(0)..<200)
    func roundTrip(seed: UInt64) throws {
        var random = Dice(seed: seed)
        for message in Self.messages(using: &random) {
            #expect(try Message(message.frame) == message)
        }
    }

    @Test("fields that nobody knows change nothing", arguments: UInt64(0)..<50)
    func unknownFields(seed: UInt64) throws {
        var random = Dice(seed: seed)
        for message in Self.messages(using: &random) {
            let unknown: [UInt8] = random.element([[0xF8, 0x3F, 1], [0xFA, 0x3F, 2, 0, 0], [0xFD, 0x3F, 1, 2, 3, 4]])
            let frame = Frame(message.frame.type, unknown + message.frame.payload + unknown)
            if case .ping(let ping) = try #require(try Message(frame)) {
                #expect(ping.pong.payload.count == frame.payload.count)
            } else {
                #expect(try Message(frame) == message)
            }
        }
    }

    @Test("cut short, it is another message or none, and reading it never traps", arguments: UInt64(0)..<20)
    func truncated(seed: UInt64) throws {
        var random = Dice(seed: seed)
        for message in Self.messages(using: &random) {
            let frame = message.frame
            for length in frame.payload.indices {
                let cut = try? Message(Frame(frame.type, Array(frame.payload.prefix(length))))
                #expect(cut != message)
            }
        }
    }

    @Test(
        "changed, lengthened and mixed, it is read or refused, and what is read can be written",
        arguments: UInt64(0)..<200
    )
    func mutated(seed: UInt64) throws {
        var random = Dice(seed: seed)
        for message in Self.messages(using: &random) {
            var payload = message.frame.payload
            for _ in 0..<random.element(1...4) {
                let position = random.element(0...payload.count)
                switch random.element(0...3) {
                case 0: payload.insert(contentsOf: random.bytes(random.element(1...10)), at: position)
                case 1: payload.removeSubrange(position..<min(payload.count, position + random.element(1...10)))
                case 2 where position < payload.count: payload[position] = random.bytes(1)[0]
                default: payload += payload
                }
            }
            for type in Self.types {
                guard let read = try? Message(Frame(type, payload)) else { continue }
                let written = read.frame
                #expect(try Message(written)?.frame == written)
            }
        }
    }

    @Test("a stream of frames is the same however it is split", arguments: UInt64(0)..<50)
    func splits(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let frames = Self.messages(using: &random).map(\.frame)
        let stream = frames.flatMap(\.bytes)
        var decoder = FrameDecoder(wanted: Message.readableTypes)
        var read: [Frame] = []
        var rest = stream[...]
        while !rest.isEmpty {
            var piece = rest.prefix(random.element(1...100))
            rest = rest.dropFirst(piece.count)
            while !piece.isEmpty {
                if case .frame(let frame) = try decoder.read(&piece) { read.append(frame) }
            }
        }
        #expect(read == frames)
    }
}
