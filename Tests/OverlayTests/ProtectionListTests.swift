import Addressing
import Overlay
import Skywelld
import Testing

@Suite("A list of peers to protect")
struct ProtectionListTests {
    private static let key = NodeKey(seed: Seed(passphrase: "test-only protected")).publicKey

    @Test("names keys and addresses, one a line; blank lines and comments say nothing")
    func reads() throws {
        let address = try #require(IPv4Address("10.1.10.51"))
        let text = "# the validators\n\(Self.key.base58)\n\n  10.1.10.51\t\r\n   # and no more"
        let list = ProtectionList(Array(text.utf8))
        #expect(list.entries == [.key(Self.key), .address(address)])
        #expect(list.problems.isEmpty)
        #expect(Protection(list.entries) == Protection(keys: [Self.key], addresses: [address]))
    }

    @Test("every line that names nobody is a problem at its place")
    func problems() {
        let text = "10.1.10.51\n10.1.10.51/32\n\n10.1.10.51 10.1.10.52\n\(Self.key.base58.dropLast())\n::1\n"
        let list = ProtectionList(Array(text.utf8))
        #expect(list.entries.count == 1)
        #expect(list.problems == [2, 4, 5, 6])
    }

    @Test("an empty file protects nobody, and bytes that are no text are a problem")
    func strange() {
        #expect(ProtectionList([]) == ProtectionList(Array("\n".utf8)))
        #expect(ProtectionList([0xFF, 0xFE, 0x0A]).problems.count == 1)
    }
}
