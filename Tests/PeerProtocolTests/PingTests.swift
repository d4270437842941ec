import PeerProtocol
import TestSupport
import Testing

@Suite("Ping")
struct PingTests {
    @Test("writes what the vectors say")
    func vectors() throws {
        #expect(Ping(.ping, sequence: 4242).payload == bytes("0800109221"))
        #expect(Ping(.pong, sequence: 4242).payload == bytes("0801109221"))
        #expect(Ping(.ping, sequence: 7248).frame.bytes == bytes("000000050003080010d038"))
        #expect(try Ping(payload: bytes("0800109221")) == Ping(.ping, sequence: 4242))
        #expect(try Ping(payload: bytes("0801109221")).kind == .pong)
    }

    @Test("every sequence number survives", arguments: [0, 1, 127, 128, 16_383, 16_384, UInt32.max])
    func sequences(sequence: UInt32) throws {
        #expect(try Ping(payload: Ping(.ping, sequence: sequence).payload).sequence == sequence)
    }

    @Test(
        "a pong gives back every field but the kind",
        arguments: [
            ("0800", "0801"),
            ("0800109221", "0801109221"),
            ("1092210800", "0801109221"), ("080018011007201f", "080110071801201f"),
            ("08001092211801203f", "08011092211801203f"),
            ("08007a03616263810101020304050607088d0101020304", "08017a03616263810101020304050607088d0101020304"),
            ("0801080010011002", "08011002"),
        ]
    )
    func pong(payload: String, answer: String) throws {
        #expect(try Ping(payload: bytes(payload)).pong.payload == bytes(answer))
    }

    @Test("of a repeated field the last one counts")
    func repeated() throws {
        let ping = try Ping(payload: bytes("0801080010011002"))
        #expect(ping.kind == .ping && ping.sequence == 2)
    }

    @Test("an unknown wire type of a known field is an unknown field")
    func wireType() {
        #expect(throws: MessageError.missingField) { try Ping(payload: bytes("0a0100")) }
    }

    @Test("refuses what is no ping", arguments: Self.malformed)
    func refused(payload: String, expected: MessageError) {
        #expect(throws: expected) { try Ping(payload: bytes(payload)) }
    }

    private static let malformed: [(String, MessageError)] = [
        ("", .missingField), ("1001", .missingField), ("0802", .missingField), ("08", .malformed),
        ("0880", .malformed), ("080010", .malformed), ("080012ff", .malformed), ("080012030102", .malformed),
        ("08000000", .malformed), ("08001b", .malformed), ("08001c", .malformed), ("08001e", .malformed),
        ("08001901020304050607", .malformed), ("08001d010203", .malformed),
        ("080010ffffffffffffffffffff01", .malformed), ("080012ffffffffffffffffff01", .malformed),
        ("0800ffffffffff0100", .malformed),
    ]
}
