import Addressing
import PeerProtocol
import TestSupport
import Testing

@Suite("Message")
struct MessageTests {
    private struct Entry: Decodable {
        let message: String
        let type: UInt16
        let payloadHex: String
    }

    private struct Address: Decodable {
        let ip: String
        let uint32Hex: String
        let fieldBytes: String
    }

    private static func message(_ type: MessageType, _ payload: String) throws -> Message? {
        try Message(Frame(type, bytes(payload)))
    }

    private static let firstHash = Hash256(0..<32) ?? .zero
    private static let secondHash = Hash256(32..<64) ?? .zero

    /// What the frames of the vectors say, in their order, without the hello at their end.
    private static let expected: [Message] = [
        .ping(Ping(.ping, sequence: 4242)),
        .ping(Ping(.pong, sequence: 4242)),
        .getPeers(GetPeers()),
        .peers(Peers([Endpoint(IPv4Address(rawValue: 0xCB00_7105), 50333)])),
        .endpoints(Endpoints([.own(50333)])),
        .endpoints(Endpoints([])),
        .statusChange(
            StatusChange(
                event: .acceptedLedger,
                ledgerSequence: 1_234_567,
                ledgerHash: Self.firstHash,
                previousLedgerHash: Self.secondHash,
                networkTime: 731_242_816,
                servable: 1_230_000...1_234_567
            )
        ),
        .statusChange(StatusChange(event: .lostSync)),
        .haveSet(HaveSet(.have, Self.firstHash)),
        .getObjects(
            GetObjects(
                .ledger,
                isQuery: true,
                sequence: 7,
                ledgerHash: Self.firstHash,
                objects: [GetObjects.Object(hash: Self.secondHash)]
            )
        ),
        .cluster(
            Cluster(
                nodes: [
                    Cluster.Node(
                        publicKey: "n9MTvFGMWNinqe8mczfGXeSsGxLX28oV1zUubrKwiUFz49kmNWvH",
                        reportTime: 731_242_816,
                        load: 256,
                        name: "sentry-a"
                    )
                ],
                loadSources: [Cluster.LoadSource(name: "203.0.113.9", cost: 1500)]
            )
        ),
        .transaction(Transaction(bytes("1200002280000000"), status: .current, receiveTimestamp: 731_242_816)),
    ]

    @Test("every vector says what it is meant to say, and is written byte for byte")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "framing")
        #expect(entries.count == Self.expected.count + 2)
        for (entry, expected) in zip(entries, Self.expected) {
            let type = try #require(MessageType(rawValue: entry.type))
            #expect(try Self.message(type, entry.payloadHex) == expected, "\(entry.message)")
            #expect(expected.frame == Frame(type, bytes(entry.payloadHex)), "\(entry.message)")
        }
    }

    @Test("the vector's validation travels in its envelope unchanged")
    func validationVector() throws {
        let entries = try VectorFile.entries(Entry.self, of: "framing")
        let entry = try #require(entries.first { $0.type == MessageType.validation.rawValue })
        let object = bytes(try VectorFile.text("serialized", of: "validation"))
        #expect(try Self.message(.validation, entry.payloadHex) == .validation(Validation(object: object)))
        #expect(Message.validation(Validation(object: object)).frame.payload == bytes(entry.payloadHex))
    }

    @Test("the obsolete types are no messages, whatever their payloads", arguments: [MessageType.hello, .proofOfWork])
    func obsolete(type: MessageType) throws {
        #expect(try Message(Frame(type, [1, 2, 3])) == nil)
        #expect(!Message.readableTypes.contains(type))
    }

    @Test("an address has its first octet in the lowest byte")
    func addresses() throws {
        let entries = try VectorFile.entries(Address.self, of: "ipv4_field")
        #expect(!entries.isEmpty)
        for entry in entries {
            let address = try #require(IPv4Address(entry.ip))
            let field = bytes(entry.fieldBytes)
            let endpoint = field + bytes("109d8903")
            let node = [0x0A, UInt8(endpoint.count)] + endpoint
            #expect(Message.peers(Peers([Endpoint(address, 50333)])).frame.payload == node, "\(entry.ip)")
            #expect(try Message(Frame(.peers, node)) == .peers(Peers([Endpoint(address, 50333)])), "\(entry.ip)")
        }
    }

    @Test(
        "a required field that is missing, or an enumeration that is unknown where one is required, is an error",
        arguments: [
            (MessageType.ping, ""), (.ping, "0802"), (.cluster, "0a0210011200"), (.cluster, "12030a0161"),
            (.getPeers, ""), (.peers, "0a020800"), (.peers, "0a00"), (.endpoints, ""), (.endpoints, "08011200"),
            (.endpoints, "080112020a00"), (.transaction, "0a0100"), (.transaction, "0a01001009"), (.getLedger, ""),
            (.getLedger, "0804"), (.ledgerData, "10011800"), (.proposeLedger, "0801"), (.haveSet, "0801"),
            (.haveSet, "12020000"), (.validation, "1001"), (.getObjects, "0801"), (.getObjects, "08071001"),
        ]
    )
    func missing(type: MessageType, payload: String) {
        #expect(throws: MessageError.missingField) { try Self.message(type, payload) }
    }

    @Test(
        "every type refuses what is not protobuf",
        arguments: Message.readableTypes.sorted { $0.rawValue < $1.rawValue }
    )
    func malformed(type: MessageType) {
        for payload in ["08", "0a05", "0b", "0c", "00", "0affffffffffffffffff01", "08ffffffffffffffffffff01"] {
            #expect(throws: MessageError.malformed, "\(payload)") { try Self.message(type, payload) }
        }
    }

    @Test("text that is not UTF-8 is malformed")
    func text() {
        #expect(throws: MessageError.malformed) { try Self.message(.cluster, "0a080a02c328100118012200") }
        #expect(throws: MessageError.malformed) { try Self.message(.cluster, "12060a02c3281001") }
    }
}
