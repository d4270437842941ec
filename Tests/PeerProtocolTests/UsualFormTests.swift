import Addressing
import TestSupport
import Testing

@testable import PeerProtocol

/// Announcements, pings and status changes are read and written without protobuf when they are in the usual form.
@Suite("The usual form of frequent messages")
struct UsualFormTests {
    private static func entries(using random: inout Dice) -> [Endpoints.Entry] {
        (0..<Int.random(in: 0...14, using: &random)).map { _ in
            Endpoints.Entry(
                IPv4Address(rawValue: random.number()),
                Port(rawValue: UInt16.random(in: 1...65_535, using: &random)) ?? 1,
                hops: UInt32.random(in: 0...8, using: &random)
            )
        }
    }

    private static func statusChange(using random: inout Dice) -> StatusChange {
        guard case .statusChange(let change) = MessageGenerator.message(of: .statusChange, using: &random) else {
            preconditionFailure("the generator makes what it is asked for")
        }
        return change
    }

    @Test("is what protobuf writes", arguments: UInt64(0)..<200)
    func written(seed: UInt64) {
        var random = Dice(seed: seed)
        let endpoints = Endpoints(
            Self.entries(using: &random),
            senderTakes: Bool.random(using: &random) ? .everything : .ownEntry
        )
        #expect(endpoints.written == endpoints.writtenByProtobuf)
        let ping = Ping(Bool.random(using: &random) ? .ping : .pong, sequence: random.number())
        #expect(ping.written == ping.writtenByProtobuf)
        let status = Self.statusChange(using: &random)
        #expect(status.written == status.writtenByProtobuf)
    }

    @Test(
        "is read as protobuf reads it, also with any of its bytes changed, left out or doubled",
        arguments: UInt64(0)..<200
    )
    func read(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let payloads = [
            Endpoints(Self.entries(using: &random)).written, Ping(.ping, sequence: random.number()).written,
            Self.statusChange(using: &random).written,
        ]
        for payload in payloads {
            for index in payload.indices {
                var changed = payload
                switch Int.random(in: 0..<4, using: &random) {
                case 0: changed[index] = UInt8.random(in: 0...255, using: &random)
                case 1: changed[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 2: changed.remove(at: index)
                default: changed.insert(changed[index], at: index)
                }
                Self.expectAgreement(Endpoints.self, changed)
                Self.expectAgreement(Ping.self, changed)
                Self.expectAgreement(StatusChange.self, changed)
            }
            Self.expectAgreement(Endpoints.self, payload)
            Self.expectAgreement(Ping.self, payload)
            Self.expectAgreement(StatusChange.self, payload)
        }
    }

    @Test("has no more entries than protobuf is allowed")
    func limit() {
        var limits = FrameLimits()
        limits.fieldsByType[.endpoints] = 5
        for count in 3...6 {
            let payload = Endpoints((0..<count).map { _ in .own(50333) }).written
            #expect((try? Endpoints.read(payload, limits: limits))?.entries.count == (count < 5 ? count : nil))
        }
    }

    @Test("is read where it lies as it is read out of its frame", arguments: UInt64(0)..<200)
    func whole(seed: UInt64) throws {
        var random = Dice(seed: seed)
        let forms = UsualForms(limits: FrameLimits())
        let endpoints = Endpoints(
            Self.entries(using: &random),
            senderTakes: Bool.random(using: &random) ? .everything : .ownEntry
        )
        #expect(endpoints.frameBytes == Message.endpoints(endpoints).frame.bytes)
        var numbers: [UInt64] = [7]
        #expect(forms.endpoints(endpoints.frameBytes, into: &numbers) == endpoints.senderTakes)
        let usable = endpoints.entries.filter { $0.hops <= Endpoints.maximumHops }
        let expected = usable.map {
            UInt64($0.hops) << 48 | UInt64($0.address.rawValue) << 16 | UInt64($0.port.rawValue)
        }
        #expect(numbers == [7] + expected)
        let broken = Frame(.endpoints, endpoints.written + [0x12, 0x09]).bytes
        #expect(forms.endpoints(broken, into: &numbers) == nil && numbers == [7] + expected)
        let ping = Ping(.ping, sequence: random.number())
        #expect(forms.ping(ping.frame.bytes) == UsualForms.Beat(kind: .ping, sequence: ping.sequence))
        #expect(Ping.pong(to: ping.frame.bytes) == ping.pong.frame.bytes)
        let status = Self.statusChange(using: &random)
        // A time of ten bytes, which no clock shows, is left to protobuf.
        let expectedStatus = status.networkTime ?? 0 < 1 << 63 ? status : nil
        #expect(forms.statusChange(Message.statusChange(status).frame.bytes) == expectedStatus)
    }

    @Test("is not that of a ping whose number is longer than it need be: the answer would be so as well")
    func longPing() throws {
        let frame = Frame(.ping, [0x08, 0x00, 0x10, 0x81, 0x00])
        #expect(UsualForms(limits: FrameLimits()).ping(frame.bytes) == nil)
        #expect(try Message(frame) == .ping(Ping(.ping, sequence: 1)))
        for payload: [UInt8] in [[0x08, 0x00, 0x10, 0x00], [0x08, 0x00, 0x10, 0x80, 0x01]] {
            let frame = Frame(.ping, payload)
            #expect(UsualForms(limits: FrameLimits()).ping(frame.bytes) != nil)
            guard case .ping(let ping)? = try Message(frame, by: .protobuf) else { preconditionFailure("it is a ping") }
            #expect(Ping.pong(to: frame.bytes) == Message.ping(ping.pong).frame(by: .protobuf).bytes)
        }
    }

    private static func expectAgreement<Body: WireMessage>(_ type: Body.Type, _ payload: [UInt8]) {
        let direct = Result { () throws(MessageError) in try Body.read(payload, limits: FrameLimits()) }
        let byProtobuf = Result { () throws(MessageError) in try Body.readByProtobuf(payload, limits: FrameLimits()) }
        #expect(direct == byProtobuf, "\(payload)")
        if case .success(let message) = direct, let ping = message as? Ping {
            #expect(ping.pong.written == ping.pong.writtenByProtobuf)
        }
    }
}
