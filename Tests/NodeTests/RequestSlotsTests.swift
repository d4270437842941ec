import Addressing
import Overlay
import Skywelld
import Testing

@testable import Node

@Suite("Room on ports that serve requests")
struct RequestSlotsTests {
    private final class Token {}

    private static let administrator = IPv4Address(rawValue: 0xC633_6407)
    private static let here = IPv4Address(rawValue: 0x7F00_0001)

    private static func stranger(_ number: Int) -> IPv4Address {
        IPv4Address(rawValue: 0xCB00_7100 + UInt32(number))
    }

    private static func port(
        _ name: String,
        _ administrators: ServerPort.Administrators = .listed([RequestSlotsTests.administrator])
    ) -> ServicePort {
        let loopback = IPv4Address(rawValue: 0x7F00_0001)
        return .commands(
            ServerPort(name: name, address: loopback, port: 5005, services: [.http], administrators: administrators)
        )
    }

    /// Connections that live as long as this.
    private struct House {
        var slots = RequestSlots(.standard)
        var tokens: [Token] = []

        /// How many of so many connections are let in.
        mutating func count(_ total: Int, _ port: ServicePort, from address: (Int) -> IPv4Address) -> Int {
            var count = 0
            for number in 0..<total where self.take(address(number), port) { count += 1 }
            return count
        }

        mutating func take(_ address: IPv4Address, _ port: ServicePort) -> Bool {
            let token = Token()
            self.tokens.append(token)
            return self.slots.take(ObjectIdentifier(token), from: address, on: port)
        }
    }

    @Test("strangers leave room for administrators and for this host, and that room has an end too")
    func keepsRoom() {
        var house = House()
        let port = Self.port("port_rpc")
        #expect(house.count(100, port, from: Self.stranger) == 48)
        #expect(house.count(1, port) { _ in Self.here } == 1)
        #expect(house.count(100, port) { _ in Self.administrator } == 15)
        #expect(house.count(1, port) { _ in Self.here } == 0)
    }

    @Test("one address gets its share")
    func perAddress() {
        var house = House()
        let port = Self.port("port_rpc")
        #expect(house.count(100, port) { _ in Self.stranger(1) } == 16)
        #expect(house.count(1, port) { _ in Self.stranger(2) } == 1)
    }

    @Test("a full port leaves the others alone, the counters too")
    func perPort() {
        var house = House()
        #expect(house.count(100, Self.port("port_rpc")) { _ in Self.here } == 64)
        #expect(house.count(1, Self.port("port_ws")) { _ in Self.here } == 1)
        #expect(house.count(1, .metrics) { _ in Self.here } == 1)
    }

    @Test("where everybody administers nobody is let in before others")
    func everybody() {
        var house = House()
        let port = Self.port("port_rpc", .anyone)
        #expect(house.count(100, port, from: Self.stranger) == 48)
        #expect(house.count(1, port) { _ in Self.administrator } == 0)
        #expect(house.count(1, port) { _ in Self.here } == 1)
    }

    @Test("a place that is given back is there for the next")
    func givesBack() {
        var house = House()
        let port = Self.port("port_rpc")
        #expect(house.count(49, port, from: Self.stranger) == 48)
        house.slots.give(ObjectIdentifier(house.tokens[0]))
        #expect(house.count(2, port, from: Self.stranger) == 1)
    }
}
