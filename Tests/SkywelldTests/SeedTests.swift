import Skywelld
import TestSupport
import Testing

@Suite("Seed and NodeKey")
struct SeedTests {
    private struct Entry: Decodable {
        let input: String
        let inputForm: String
        let seedHex: String
        let seedBase58: String
        let seedRfc1751: String
        let nodePublicHex: String
        let nodePublicBase58: String
        let nodePublicBase64: String
    }

    private struct Classified: Decodable {
        let text: String
        let result: String
        let seedHex: String?
    }

    /// The private keys, the account keys and the family generator of these entries are not read: nothing here makes
    /// them. The account address is only recognised, to refuse it as a seed.
    @Test("derives the node key of every vector from every form of its seed")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "seeds")
        #expect(!entries.isEmpty)
        for entry in entries {
            let seed = try #require(Seed(hex: entry.seedHex))
            #expect(seed.text == entry.seedBase58)
            #expect(Seed(base58: entry.seedBase58) == seed)
            #expect(Seed(bytes: bytes(entry.seedHex)) == seed)
            #expect(RFC1751.words(of: seed) == entry.seedRfc1751)
            #expect(RFC1751.seed(entry.seedRfc1751) == seed)
            if entry.inputForm == "passphrase" { #expect(Seed(passphrase: entry.input) == seed) }
            let publicKey = NodeKey(seed: seed).publicKey
            #expect(publicKey.bytes == bytes(entry.nodePublicHex))
            #expect(publicKey.base58 == entry.nodePublicBase58)
            #expect(publicKey.base64 == entry.nodePublicBase64)
            #expect(NodePublicKey(base58: entry.nodePublicBase58) == publicKey)
            #expect(NodePublicKey(base64: entry.nodePublicBase64) == publicKey)
        }
    }

    @Test("classifies text as the server does")
    func classification() throws {
        let entries = try VectorFile.entries(Classified.self, of: "seed_text_classification")
        #expect(!entries.isEmpty)
        for entry in entries {
            let seed = entry.seedHex.flatMap { Seed(hex: $0) }
            switch SeedText(entry.text) {
            case .rejected: #expect(entry.result == "rejected", "\(entry.text)")
            case .hex(let found): #expect(entry.result == "hex" && found == seed)
            case .base58(let found): #expect(entry.result == "base58" && found == seed)
            case .words(let found): #expect(entry.result == "rfc1751" && found == seed, "\(entry.text)")
            case .passphrase(let found): #expect(entry.result == "passphrase" && found == seed, "\(entry.text)")
            }
        }
    }

    @Test("says what a rejected text is")
    func rejections() {
        #expect(SeedText("") == .rejected(.empty))
        #expect(SeedText("jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh") == .rejected(.otherKind(.accountID)))
        let generator = "fhuJKjhSDzV2SkrLn9qbwm5AaRmjxDPfFsHDCP6yfDZWcxDFz4mt"
        #expect(SeedText(generator) == .passphrase(Seed(passphrase: generator)))
    }

    @Test("knows a seed in the letters of the XRP Ledger")
    func otherAlphabet() {
        #expect(SeedText.isXRPLedgerSeed("snoPBrXtMeMyMHUVTgbuqAfg1SUTb"))
        #expect(!SeedText.isXRPLedgerSeed("snoPBjXtMeMyMHUVTgbuqAfg1SUTb"))
    }

    @Test("is not read from other lengths or digits")
    func malformed() {
        #expect(Seed(bytes: []) == nil)
        #expect(Seed(bytes: [UInt8](repeating: 0, count: 17)) == nil)
        #expect(Seed(hex: "DEDCE9CE67B451D852FD4E846FCDE31") == nil)
        #expect(Seed(hex: "DEDCE9CE67B451D852FD4E846FCDE31G") == nil)
        #expect(Seed(hex: "0xDCE9CE67B451D852FD4E846FCDE31C") == nil)
        #expect(Seed(base58: "jHb9CJAWyB4jr91VRWn96DkukG4bwdtyTh") == nil)
    }

    @Test("no way of printing shows a seed or a key")
    func redaction() {
        struct Holder {
            let seed = Seed(passphrase: "masterpassphrase")
            let key = NodeKey(seed: Seed(passphrase: "masterpassphrase"))
        }
        let holder = Holder()
        var dumped = ""
        dump(holder, to: &dumped)
        let printed = "\(holder.seed) \(holder.key) \(String(reflecting: holder)) \(dumped)"
        #expect(printed.contains("Seed(redacted)") && printed.contains("NodeKey(redacted)"))
        for secret in ["snoPB", "222", "DEDC", "57, 88", "privateKey", "bytes"] {
            #expect(!printed.contains(secret))
        }
    }
}
