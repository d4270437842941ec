import Addressing
import Skywelld
import Testing

@Suite("Giveaways")
struct GiveawayTests {
    private static let key = NodeKey(seed: Seed(passphrase: "test-only node")).publicKey

    private func search() throws -> GiveawaySearch<String> {
        var search = GiveawaySearch<String>()
        search.add(Giveaway.forms(of: try #require(IPv4Address("198.51.100.5"))), "address")
        search.add(Giveaway.forms(of: Self.key), "key")
        return search
    }

    @Test("a key is found in every form in which it travels or is printed")
    func keyForms() throws {
        let hexadecimal = Self.key.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let texts = [Self.key.base58, Self.key.base64, hexadecimal, hexadecimal.uppercased()]
        let search = try self.search()
        for form in texts.map({ Array($0.utf8) }) + [Self.key.bytes] {
            #expect(search.all(in: [7] + form + [7], carriesAddresses: false) == ["key"])
            #expect(search.first(in: form.dropLast() + [0], carriesAddresses: false) == nil)
        }
    }

    @Test("the short forms of an address are found only in what carries addresses")
    func shortForms() throws {
        let search = try self.search()
        // 198.51.100.5 and its mirror image: as octets, and as protobuf writes the numbers.
        let forms: [[UInt8]] = [
            [198, 51, 100, 5], [5, 100, 51, 198], [0x85, 0xC8, 0xCD, 0xB1, 0x0C], [0xC6, 0xE7, 0x90, 0x2B],
        ]
        for form in forms {
            #expect(search.first(in: [0] + form, carriesAddresses: true) == "address", "\(form)")
            #expect(search.first(in: [0] + form, carriesAddresses: false) == nil)
        }
    }

    @Test(
        "a dotted address is found unless it is a part of a longer one",
        arguments: [
            ("198.51.100.5", true), ("::ffff:198.51.100.5", true), ("198.51.100.5:50333", true),
            ("198.51.100.5.", true),
            ("198.51.100.51", false), ("1198.51.100.5", false), ("198.51.100.6", false),
        ]
    )
    func dotted(text: String, isFound: Bool) throws {
        let found = try self.search().first(in: Array(text.utf8), carriesAddresses: false)
        #expect((found == "address") == isFound)
    }

    @Test("all meanings are found once each, in the order in which they were added")
    func all() throws {
        let text = "\(Self.key.base58) 198.51.100.5 \(Self.key.base64) 198.51.100.5"
        #expect(try self.search().all(in: Array(text.utf8), carriesAddresses: true) == ["address", "key"])
    }
}
