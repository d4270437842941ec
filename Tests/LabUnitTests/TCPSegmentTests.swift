import Addressing
import Testing

@testable import Lab

@Suite struct TCPSegmentTests {
    private static let source = IPv4Address(rawValue: 0x0A01_0AFE)  // 10.1.10.254
    private static let target = IPv4Address(rawValue: 0x0A01_0A33)  // 10.1.10.51

    /// The segment as another implementation of RFC 9293 writes it.
    @Test("a SYN is the known packet, checksum included")
    func knownPacket() {
        let segment = TCPSegment.syn(from: Self.source, 40_404, to: Self.target, 50_333)
        #expect(
            segment == [
                0x9D, 0xD4, 0xC4, 0x9D, 0x50, 0x49, 0x43, 0x4B, 0, 0, 0, 0, 0x50, 0x02, 0xFF, 0xFF, 0x90, 0xA9, 0, 0,
            ]
        )
    }

    @Test(
        "the checksum of any SYN adds up to nothing",
        arguments: [1, 2, 22, 255, 256, 50_333, 65_534, 65_535] as [UInt16]
    )
    func checksumAddsUp(port: UInt16) {
        for address in [0, 1, 0x0A01_0A33, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32] {
            let target = IPv4Address(rawValue: address)
            let segment = TCPSegment.syn(from: Self.source, 65_535, to: target, port)
            let pseudoHeader = Self.source.octets + target.octets + [0, 6, 0, 20]
            #expect(TCPSegment.checksum(pseudoHeader + segment) == 0)
        }
    }

    @Test("segments made together are those made one by one", arguments: [UInt16(1), 40_000, 65_408])
    func together(first: UInt16) {
        let ports = first...(first + 127)
        let single = ports.flatMap { TCPSegment.syn(from: Self.source, 40_404, to: Self.target, $0) }
        #expect(TCPSegment.syns(from: Self.source, 40_404, to: Self.target, ports) == single)
    }

    /// Source: RFC 1071 §3, the example.
    @Test("the Internet checksum is that of its definition")
    func checksum() {
        #expect(TCPSegment.checksum([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7]) == ~0xDDF2)
        #expect(TCPSegment.checksum([]) == 0xFFFF)
        #expect(TCPSegment.checksum([0xFF, 0xFF]) == 0)
        #expect(TCPSegment.checksum([UInt8](repeating: 0xFF, count: 65_536)) == 0)
    }

    @Test(
        "reads ports, source and reset out of an IP packet",
        arguments: [(0x14, true), (0x04, true), (0x12, false), (0x10, false)] as [(UInt8, Bool)]
    )
    func reads(flags: UInt8, isReset: Bool) throws {
        let segment = try #require(TCPSegment(ipPacket: Self.packet(flags: flags)[...]))
        #expect(segment.source == Self.target)
        #expect(segment.sourcePort == 50_333)
        #expect(segment.destinationPort == 40_404)
        #expect(segment.isReset == isReset)
    }

    @Test("reads behind IP options, and from the middle of a buffer")
    func readsElsewhere() throws {
        let long = Self.packet(flags: 0x12, options: 40)
        #expect(try #require(TCPSegment(ipPacket: long[...])).sourcePort == 50_333)
        let buffer = [1, 2, 3] + Self.packet(flags: 0x04)
        #expect(try #require(TCPSegment(ipPacket: buffer[3...])).isReset)
    }

    @Test("takes nothing else for a segment")
    func refuses() {
        let good = Self.packet(flags: 0x12)
        for length in 0..<good.count {
            #expect(TCPSegment(ipPacket: good[..<length]) == nil, "\(length) bytes")
        }
        var other = good
        other[9] = 17
        #expect(TCPSegment(ipPacket: other[...]) == nil)
        other = good
        other[0] = 0x65
        #expect(TCPSegment(ipPacket: other[...]) == nil)
        for words in [0, 1, 4, 6, 15] as [UInt8] {
            other = good
            other[0] = 0x40 | words
            #expect(TCPSegment(ipPacket: other[...]) == nil, "a header of \(words) words")
        }
    }

    @Test("garbage of any length and content is survived", arguments: 0..<200)
    func garbage(seed: UInt64) {
        var random = Noise(state: seed)
        for _ in 0..<50 {
            let bytes = random.bytes(upTo: 100)
            _ = TCPSegment(ipPacket: bytes[...])
            _ = CapturedFrame(bytes[...])
        }
    }

    private static func packet(flags: UInt8, options: Int = 0) -> [UInt8] {
        var ip: [UInt8] = [0x40 | UInt8(5 + options / 4), 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0]
        ip += Self.target.octets + Self.source.octets + [UInt8](repeating: 1, count: options)
        return ip + [0xC4, 0x9D, 0x9D, 0xD4, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, flags, 0, 0, 0, 0, 0, 0]
    }
}

/// Repeatable noise.
struct Noise {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state = self.state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return self.state >> 33
    }

    mutating func bytes(upTo limit: Int) -> [UInt8] {
        (0..<Int(self.next()) % limit).map { _ in UInt8(truncatingIfNeeded: self.next()) }
    }
}
