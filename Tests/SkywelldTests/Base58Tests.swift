import Skywelld
import TestSupport
import Testing

@Suite("Base58")
struct Base58Tests {
    private struct Entry: Decodable {
        let prefix: UInt8
        let payloadHex: String
        let encoded: String
    }

    private struct Refused: Decodable {
        let text: String
        let why: String
    }

    @Test("writes and reads every vector")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "base58")
        #expect(!entries.isEmpty)
        for entry in entries {
            let kind = try #require(Base58.Kind(rawValue: entry.prefix))
            #expect(Base58.encode(bytes(entry.payloadHex), as: kind) == entry.encoded)
            #expect(Base58.decode(entry.encoded, as: kind) == bytes(entry.payloadHex))
        }
    }

    @Test("does not read as a node public key what is none")
    func refused() throws {
        let entries = try VectorFile.entries(Refused.self, "must_not_decode_as_node_public", of: "base58")
        #expect(!entries.isEmpty)
        for entry in entries {
            #expect(Base58.decode(entry.text, as: .nodePublicKey) == nil, "\(entry.why)")
            #expect(NodePublicKey(base58: entry.text) == nil, "\(entry.why)")
        }
    }

    @Test("changing any one character breaks the checksum")
    func checksum() {
        let text = Array("snoPBjXtMeMyMHUVTgbuqAfg1SUTb")
        for index in text.indices {
            var changed = text
            changed[index] = text[index] == "n" ? "p" : "n"
            #expect(Base58.decode(String(changed)) == nil)
        }
    }

    @Test(
        "refuses what is not exactly a text",
        arguments: [
            "", "j", "jjjj", " snoPBjXtMeMyMHUVTgbuqAfg1SUTb", "snoPBjXtMeMyMHUVTgbuqAfg1SUTb\n",
            "snoPBjXtMeMyMHUVTgbuqAfg1SUTbé", String(repeating: "z", count: 10_000),
        ]
    )
    func malformed(text: String) {
        #expect(Base58.decode(text) == nil)
    }

    @Test(
        "a good checksum does not make up for the wrong length or an unknown kind",
        arguments: [
            "ASr34Gq1zKDhJKVv2nMfmqDK2LC5zE93WEuuDrZyn1ebEsPJeR",
            "KHeTycxUDpf8eSUDN66QdZyD5sEtaM4YQeVWcrV7MQnR1Vk7ZwK6E",
            "TC2i5A2wLNdCQysJcpTADzJusFd", "fanuKQMcaZ6WTeMsWa8PezxG8DrG7",
        ]
    )
    func wrongPayload(text: String) {
        #expect(Base58.decode(text) == nil)
    }

    @Test("a payload of the wrong length is our own bug")
    func wrongLength() async {
        await #expect(processExitsWith: .failure) { _ = Base58.encode([1, 2, 3], as: .familySeed) }
    }
}
