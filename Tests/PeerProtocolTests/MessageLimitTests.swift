import Addressing
import PeerProtocol
import TestSupport
import Testing

/// What protobuf would take and this node does not.
@Suite("Limits of messages")
struct MessageLimitTests {
    private static let hash = [UInt8](repeating: 7, count: 32)

    /// A field of bytes or text.
    private static func field(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
        precondition(value.count < 128)
        return [number << 3 | 2, UInt8(value.count)] + value
    }

    private static func outcome(_ type: MessageType, _ payload: [UInt8]) -> MessageError? {
        do {
            _ = try Message(Frame(type, payload))
            return nil
        } catch {
            return error
        }
    }

    @Test("a hash has 32 bytes", arguments: [0, 1, 31, 33, 64])
    func hashes(length: Int) {
        let wrong = [UInt8](repeating: 7, count: length)
        let ledger = { (hash: [UInt8]) in Self.field(1, hash) + [0x10, 1, 0x18, 0] }
        #expect(Self.outcome(.haveSet, [8, 1] + Self.field(2, Self.hash)) == nil)
        #expect(Self.outcome(.haveSet, [8, 1] + Self.field(2, wrong)) == .wrongLength)
        #expect(Self.outcome(.getLedger, [8, 0] + Self.field(3, Self.hash)) == nil)
        #expect(Self.outcome(.getLedger, [8, 0] + Self.field(3, wrong)) == .wrongLength)
        #expect(Self.outcome(.ledgerData, ledger(Self.hash)) == nil)
        #expect(Self.outcome(.ledgerData, ledger(wrong)) == .wrongLength)
        #expect(Self.outcome(.getObjects, [8, 1, 16, 1] + Self.field(4, Self.hash)) == nil)
        #expect(Self.outcome(.getObjects, [8, 1, 16, 1] + Self.field(4, wrong)) == .wrongLength)
        #expect(Self.outcome(.getObjects, [8, 1, 16, 1] + Self.field(6, Self.field(1, wrong))) == .wrongLength)
    }

    @Test("a status change with a hash of another length is one without it: the link goes on")
    func statusChange() throws {
        let payload = [16, 2] + Self.field(4, [1, 2, 3]) + Self.field(5, Self.hash)
        let expected = StatusChange(event: .acceptedLedger, previousLedgerHash: Hash256(Self.hash))
        #expect(try Message(Frame(.statusChange, payload)) == .statusChange(expected))
        #expect(try Message(Frame(.statusChange, [])) == .statusChange(StatusChange(event: nil)))
        #expect(try Message(Frame(.statusChange, [16, 9])) == .statusChange(StatusChange(event: nil)))
    }

    @Test(
        "a range of ledgers with nothing in it is none",
        arguments: [([56, 0, 64, 9], nil), ([56, 5, 64, 0], nil), ([56, 5, 64, 4], nil), ([56, 5, 64, 5], 5...5)]
            as [([UInt8], ClosedRange<UInt32>?)]
    )
    func range(payload: [UInt8], servable: ClosedRange<UInt32>?) throws {
        let expected = StatusChange(event: nil, servable: servable)
        #expect(try Message(Frame(.statusChange, payload)) == .statusChange(expected))
    }

    @Test("keys, signatures and hashes of a proposal have the lengths that a server takes")
    func proposals() {
        func payload(set: Int = 32, key: Int = 33, signature: Int = 70, ledger: Int = 32) -> [UInt8] {
            let of = { [UInt8](repeating: 1, count: $0) }
            return [8, 1] + Self.field(2, of(set)) + Self.field(3, of(key)) + [32, 1] + Self.field(5, of(signature))
                + Self.field(6, of(ledger))
        }
        #expect(Self.outcome(.proposeLedger, payload()) == nil)
        #expect(Self.outcome(.proposeLedger, payload(signature: 56)) == nil)
        #expect(Self.outcome(.proposeLedger, payload(signature: 72)) == nil)
        for wrong in [
            payload(set: 31), payload(key: 32), payload(key: 34), payload(key: 65), payload(signature: 55),
            payload(signature: 73), payload(ledger: 0), payload(ledger: 33),
        ] { #expect(Self.outcome(.proposeLedger, wrong) == .wrongLength) }
    }

    @Test("a validation is neither too short for a server nor longer than our limit")
    func validations() {
        let of = { (count: Int) in
            [0x0A, UInt8(count & 127 | 128), UInt8(count >> 7 & 127 | 128), UInt8(count >> 14)]
                + [UInt8](repeating: 1, count: count)
        }
        #expect(Self.outcome(.validation, of(49)) == .wrongLength)
        #expect(Self.outcome(.validation, of(50)) == nil)
        #expect(Self.outcome(.validation, of(16 * 1024)) == nil)
        #expect(Self.outcome(.validation, of(16 * 1024 + 1)) == .wrongLength)
    }

    @Test("a transaction is not empty")
    func transactions() {
        #expect(Self.outcome(.transaction, [0x0A, 0, 16, 1]) == .wrongLength)
        #expect(Self.outcome(.transaction, [0x0A, 1, 0, 16, 1]) == nil)
    }

    @Test("an entry without a port that can be, or with too many hops, is discarded and counted")
    func endpoints() throws {
        func entry(port: [UInt8], hops: UInt8) -> [UInt8] {
            Self.field(2, Self.field(1, [8, 0x81, 0x84, 0x8C, 0x20, 16] + port) + [16, hops])
        }
        let payload =
            [8, 1] + entry(port: [0], hops: 1) + entry(port: [0xFF, 0xFF, 3], hops: 6)
            + entry(port: [0x80, 0x80, 4], hops: 1) + entry(port: [1], hops: 7)
        let kept = Endpoints.Entry(IPv4Address(rawValue: 0x0102_0304), 65_535, hops: 6)
        #expect(try Message(Frame(.endpoints, payload)) == .endpoints(Endpoints([kept], discardedCount: 3)))
    }

    @Test("a message has no more fields than are read of it, and is refused before they are made into anything")
    func fieldCounts() {
        let limits = FrameLimits()
        for type in Message.readableTypes.sorted(by: { $0.rawValue < $1.rawValue }) {
            let count = limits.maximumFieldCount(of: type)
            let unknown = [UInt8]([0xF8, 0x3F, 0])
            let fields = { (count: Int) in Array(repeatElement(unknown, count: count).joined()) }
            #expect(Self.outcome(type, fields(count)) != .tooManyFields, "\(type)")
            #expect(Self.outcome(type, fields(count + 1)) == .tooManyFields, "\(type)")
        }
    }

    @Test("names, keys and addresses in a cluster report are short")
    func clusterText() {
        let long = [UInt8](repeating: 0x61, count: 129)
        func wide(_ number: UInt8, _ value: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(value.count & 127 | 128), UInt8(value.count >> 7)] + value
        }
        func node(key: [UInt8], name: [UInt8]) -> [UInt8] {
            wide(1, wide(1, key) + [16, 1, 24, 1] + wide(4, name))
        }
        #expect(Self.outcome(.cluster, node(key: Array(long.dropLast()), name: Array(long.dropLast()))) == nil)
        #expect(Self.outcome(.cluster, node(key: long, name: [])) == .wrongLength)
        #expect(Self.outcome(.cluster, node(key: [], name: long)) == .wrongLength)
        #expect(Self.outcome(.cluster, wide(2, wide(1, long) + [16, 1])) == .wrongLength)
    }

    @Test("what names a node of a tree is short")
    func nodeIDs() {
        let of = { [UInt8](repeating: 1, count: $0) }
        #expect(Self.outcome(.getLedger, [8, 1] + Self.field(5, of(64))) == nil)
        #expect(Self.outcome(.getLedger, [8, 1] + Self.field(5, of(65))) == .wrongLength)
        let reply = {
            Self.field(1, Self.hash) + [16, 1, 24, 0] + Self.field(4, Self.field(1, []) + Self.field(2, of($0)))
        }
        #expect(Self.outcome(.ledgerData, reply(64)) == nil)
        #expect(Self.outcome(.ledgerData, reply(65)) == .wrongLength)
    }

    @Test("a query goes no deeper than three")
    func queryDepth() {
        #expect(GetLedger(.base, queryDepth: 200).queryDepth == 3)
        #expect(GetLedger(.base, queryDepth: 2).queryDepth == 2)
        #expect(GetLedger(.base).queryDepth == nil)
    }

    @Test("towards a build that cannot take others' entries, only our own goes out; never more than twelve")
    func reach() {
        let relayed = (1...20).map { Endpoints.Entry(IPv4Address(rawValue: UInt32($0)), 50333, hops: 1) }
        let endpoints = Endpoints([.own(50333)] + relayed)
        #expect(endpoints.limited(to: .ownEntry) == Endpoints([.own(50333)]))
        #expect(endpoints.limited(to: .everything) == Endpoints([.own(50333)] + relayed.prefix(11)))
        #expect(Endpoints(relayed).limited(to: .ownEntry) == Endpoints([]))
    }
}
