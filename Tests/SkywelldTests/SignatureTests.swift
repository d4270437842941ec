import Skywelld
import TestSupport
import Testing

@Suite("Signatures")
struct SignatureTests {
    private struct Entry: Decodable {
        let nodePublicHex: String
        let digest: String
        let signatureDerHex: String
        let highSDerHex: String
    }

    private struct Refused: Decodable {
        let why: String
        let nodePublicHex: String
        let digest: String
        let signatureDerHex: String
    }

    private let passphrases = [
        "test-only sentry A node seed", "test-only validator node seed", "masterpassphrase",
    ]

    @Test("signs every vector byte for byte, and accepts low and high S")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "session_signature")
        #expect(entries.count == self.passphrases.count)
        for (entry, passphrase) in zip(entries, self.passphrases) {
            let key = NodeKey(seed: Seed(passphrase: passphrase))
            let digest = bytes(entry.digest)
            #expect(key.publicKey.bytes == bytes(entry.nodePublicHex))
            #expect(key.sign(digest: digest) == bytes(entry.signatureDerHex))
            #expect(key.publicKey.isValidSignature(bytes(entry.signatureDerHex), digest: digest))
            #expect(key.publicKey.isValidSignature(bytes(entry.highSDerHex), digest: digest))
        }
    }

    @Test("refuses every malformed vector")
    func refused() throws {
        let entries = try VectorFile.entries(Refused.self, "reject", of: "session_signature")
        #expect(!entries.isEmpty)
        for entry in entries {
            let key = try #require(NodePublicKey(bytes: bytes(entry.nodePublicHex)))
            #expect(
                !key.isValidSignature(bytes(entry.signatureDerHex), digest: bytes(entry.digest)),
                "\(entry.why)"
            )
        }
    }

    @Test("changing any bit of signature or digest makes it invalid")
    func anyBit() {
        let key = NodeKey(seed: Seed(passphrase: "masterpassphrase"))
        let digest = [UInt8](repeating: 7, count: 32)
        let signature = key.sign(digest: digest)
        #expect(key.publicKey.isValidSignature(signature, digest: digest))
        for bit in 0..<signature.count * 8 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isValidSignature(changed, digest: digest))
        }
        for index in digest.indices {
            var changed = digest
            changed[index] ^= 1
            #expect(!key.publicKey.isValidSignature(signature, digest: changed))
        }
    }

    @Test("is not valid with another key, a byte more, or a digest of another length")
    func otherwiseInvalid() {
        let key = NodeKey(seed: Seed(passphrase: "masterpassphrase"))
        let other = NodeKey(seed: Seed(passphrase: "another")).publicKey
        let digest = [UInt8](repeating: 7, count: 32)
        let signature = key.sign(digest: digest)
        #expect(!other.isValidSignature(signature, digest: digest))
        #expect(!key.publicKey.isValidSignature(signature + [0], digest: digest))
        #expect(!key.publicKey.isValidSignature([], digest: digest))
        #expect(!key.publicKey.isValidSignature(signature, digest: digest + [0]))
        #expect(!key.publicKey.isValidSignature(signature, digest: []))
    }

    @Test("random bytes are never valid, and never crash", arguments: UInt8(0)..<20)
    func garbage(seed: UInt8) {
        let key = NodeKey(seed: Seed(passphrase: "masterpassphrase")).publicKey
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        for _ in 0..<200 {
            let random = (0..<Int(state >> 32 % 80)).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: state >> 40)
            }
            #expect(!key.isValidSignature(random, digest: [UInt8](repeating: 1, count: 32)))
            #expect(
                !key.isValidSignature([0x30, UInt8(random.count)] + random, digest: [UInt8](repeating: 1, count: 32))
            )
        }
    }
}
