import Skywelld
import TestSupport
import Testing

@Suite("ConfigurationFile: printing")
struct ConfigurationPrintingTests {
    /// A repeatable source of chance.
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            self.state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = self.state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let pieces = [
        "[ips]", "[ips_fixed]", "[peer_private]", "[port_peer]", "[]", "[", "]", "[[a]]", " [ips]", "[ips] ", "[a b]",
        "1", "0", "10.1.10.55 50333", "port = 50333", "k=", "=v", "#", "# a", " # a", "\t#", "＃", "\u{FEFF}", "é",
        "[é]",
        "", " ", "\t", "x # y", "[#]", "#[x]", "[x]#", "\u{0}", "\u{B}x", "[a]\u{C}",
    ]

    private static func randomText(_ seed: UInt64) -> String {
        var chance = Chance(state: seed)
        return (0..<Int.random(in: 0...40, using: &chance)).map { _ in
            let end = ["\n", "\r\n", "\r", "\n\n", ""].randomElement(using: &chance) ?? ""
            return (Self.pieces.randomElement(using: &chance) ?? "") + end
        }.joined()
    }

    @Test(
        "read, printed and read again is the same configuration, and printed again the same text",
        arguments: UInt64(0)..<2_000
    )
    func roundTrip(seed: UInt64) {
        let file = ConfigurationFile(Self.randomText(seed))
        let again = ConfigurationFile(file.text)
        #expect(again.hasSameContent(as: file))
        #expect(again.text == file.text)
    }

    @Test("random bytes survive as well", arguments: UInt64(0)..<200)
    func bytesRoundTrip(seed: UInt64) {
        var chance = Chance(state: seed)
        let alphabet = Array("[]# =\r\n\tab".utf8) + [0xFF, 0xC3, 0xA9, 0x80, 0]
        let file = ConfigurationFile((0..<300).map { _ in alphabet.randomElement(using: &chance) ?? 0 })
        #expect(ConfigurationFile(file.text).hasSameContent(as: file))
    }

    @Test("the canonical text joins parts, drops comments and keeps data that looks like something else")
    func canonical() {
        let text = "stray\r\n# gone\r\n[a]\r\n  one  \r\n  # data\r\n[b]\r\n [a]\r\n[a]\r\ntwo\r\n"
        #expect(ConfigurationFile(text).text == "stray\n[a]\none\n # data\ntwo\n[b]\n [a]\n")
    }

    @Test("a file with another line, order or section is another one")
    func differs() {
        let file = ConfigurationFile("[a]\n1\n2\n[b]\n")
        for other in ["[a]\n1\n[b]\n", "[a]\n2\n1\n[b]\n", "[b]\n[a]\n1\n2\n", "[a]\n1\n2\n", "x\n[a]\n1\n2\n[b]\n"] {
            #expect(!file.hasSameContent(as: ConfigurationFile(other)))
        }
    }
}
