import PeerProtocol
import TestSupport
import Testing

@Suite("FrameDecoder")
struct FrameDecoderTests {
    private struct Entry: Decodable {
        let message: String
        let type: UInt16
        let payloadHex: String
        let frameHex: String
    }

    private struct Malformed: Decodable {
        let why: String
        let frameHex: String
    }

    private static let everything = Set(MessageType.allCases)

    private static func decode(
        _ bytes: [UInt8],
        wanted: Set<MessageType> = Self.everything
    ) -> Result<[FrameDecoder.Element], FrameError> {
        var decoder = FrameDecoder(wanted: wanted)
        var rest = bytes[...]
        var elements: [FrameDecoder.Element] = []
        do {
            while !rest.isEmpty {
                if let element = try decoder.read(&rest) { elements.append(element) }
            }
            return .success(elements)
        } catch {
            return .failure(error)
        }
    }

    @Test("reads and writes every vector")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "framing")
        #expect(!entries.isEmpty)
        for entry in entries {
            let type = try #require(MessageType(rawValue: entry.type))
            let frame = Frame(type, bytes(entry.payloadHex))
            #expect(frame.bytes == bytes(entry.frameHex), "\(entry.message)")
            #expect(Self.decode(bytes(entry.frameHex)) == .success([.frame(frame)]), "\(entry.message)")
            let skipped = FrameDecoder.Element.skipped(rawType: entry.type, length: frame.payload.count)
            #expect(Self.decode(bytes(entry.frameHex), wanted: []) == .success([skipped]), "\(entry.message)")
        }
    }

    @Test("treats every malformed vector as a new node must")
    func malformed() throws {
        let entries = try VectorFile.entries(Malformed.self, "malformed", of: "framing")
        #expect(entries.count == 6)
        let results = entries.map { Self.decode(bytes($0.frameHex), wanted: [.ping]) }
        #expect(results[0] == .failure(.typeZero), "\(entries[0].why)")
        #expect(results[1] == .success([.skipped(rawType: 99, length: 2)]), "\(entries[1].why)")
        #expect(results[2] == .success([.skipped(rawType: 4, length: 3)]), "\(entries[2].why)")
        // The frame is good; its payload is not.
        #expect(results[3] == .success([.frame(Frame(.ping, [0x10, 0x01]))]), "\(entries[3].why)")
        #expect(throws: MessageError.missingField) { try Ping(payload: [0x10, 0x01]) }
        #expect(results[4] == .success([.skipped(rawType: 1, length: 162)]), "\(entries[4].why)")
        #expect(results[5] == .failure(.tooLong(rawType: 3, length: 0xFFFF_FFFF)), "\(entries[5].why)")
    }

    @Test("reads all frames at once, byte by byte, and at every split, to the same end")
    func splits() throws {
        let entries = try VectorFile.entries(Entry.self, of: "framing")
        let stream = entries.flatMap { bytes($0.frameHex) }
        let wanted: Set<MessageType> = [.ping, .cluster, .validation]
        let whole = Self.decode(stream, wanted: wanted)
        #expect(try whole.get().count == entries.count)
        for step in [1, 2, 3, 5, 7, 64] {
            var decoder = FrameDecoder(wanted: wanted)
            var elements: [FrameDecoder.Element] = []
            for start in stride(from: 0, to: stream.count, by: step) {
                var piece = stream[start..<min(start + step, stream.count)]
                while !piece.isEmpty {
                    if let element = try decoder.read(&piece) { elements.append(element) }
                }
            }
            #expect(.success(elements) == whole)
            #expect(decoder.bufferedCount == 0)
        }
    }

    @Test("a frame without payload is complete with its header")
    func empty() {
        #expect(Self.decode(bytes("000000000003")) == .success([.frame(Frame(.ping, []))]))
        #expect(Self.decode(bytes("000000000063")) == .success([.skipped(rawType: 99, length: 0)]))
    }

    @Test(
        "judges a length from the header alone",
        arguments: [
            ("00000401" + "0003", 3, 1025), ("00001001" + "0001", 1, 4097), ("04000001" + "0063", 99, 0x400_0001),
            ("04000001" + "001e", 30, 0x400_0001), ("80000000" + "002a", 42, 0x8000_0000),
        ]
    )
    func tooLong(header: String, rawType: UInt16, length: Int) {
        #expect(Self.decode(bytes(header)) == .failure(.tooLong(rawType: rawType, length: length)))
    }

    @Test("the longest frames are just allowed, and hold no memory unless wanted")
    func longest() throws {
        #expect(Self.decode(bytes("000004000003") + [UInt8](repeating: 0, count: 1024)) != .failure(.typeZero))
        var decoder = FrameDecoder(wanted: [.ping])
        var header = bytes("040000000020")[...]
        #expect(try decoder.read(&header) == nil)
        for _ in 0..<1023 {
            var piece = [UInt8](repeating: 0, count: 65_536)[...]
            #expect(try decoder.read(&piece) == nil)
            #expect(decoder.bufferedCount == 0)
        }
        var last = [UInt8](repeating: 0, count: 65_537)[...]
        #expect(try decoder.read(&last) == .skipped(rawType: 32, length: 64 * 1024 * 1024))
        #expect(last.count == 1)
    }

    @Test("type zero is an error even without payload")
    func typeZero() {
        #expect(Self.decode(bytes("000000000000")) == .failure(.typeZero))
    }

    @Test("the announcement of a node with nothing to say is the vector's")
    func emptyEndpoints() {
        #expect(Frame.emptyEndpoints.bytes == bytes("00000002000f0801"))
    }
}
