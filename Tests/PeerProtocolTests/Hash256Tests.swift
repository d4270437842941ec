import PeerProtocol
import TestSupport
import Testing

@Suite("Hash256")
struct Hash256Tests {
    @Test("gives back its bytes, and shows them as servers write them")
    func bytesBack() throws {
        let hash = try #require(Hash256(0x60..<0x80))
        #expect(hash.bytes == Array(0x60..<0x80))
        #expect(hash.description == "606162636465666768696A6B6C6D6E6F707172737475767778797A7B7C7D7E7F")
        #expect(Hash256.zero.bytes == [UInt8](repeating: 0, count: 32))
    }

    @Test("has 32 bytes", arguments: [0, 31, 33])
    func length(count: Int) {
        #expect(Hash256([UInt8](repeating: 1, count: count)) == nil)
    }

    @Test("each bit makes another one")
    func bits() {
        var all: Set<Hash256> = [.zero]
        for bit in 0..<256 {
            var bytes = [UInt8](repeating: 0, count: 32)
            bytes[bit / 8] = 1 << (bit % 8)
            if let hash = Hash256(bytes) { all.insert(hash) }
        }
        #expect(all.count == 257)
    }

    @Test("half of SHA-512, as in FIPS 180-2")
    func sha512Half() {
        let half = bytes("DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A")
        #expect(Hash256(sha512HalfOf: Array("abc".utf8)).bytes == half)
    }
}
