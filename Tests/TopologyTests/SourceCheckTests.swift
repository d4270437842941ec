import Diagnostics
import TestSupport
import Testing
import Topology

@Suite struct SourceCheckTests {
    private static func reading(_ bytes: [UInt8]) -> TopologyReading {
        Topology.read(bytes: bytes, name: "topology.yaml")
    }

    @Test("reads bytes that are text")
    func readsBytes() {
        let reading = Self.reading(Array(quickstart.utf8))
        #expect(reading.topology?.hosts.count == 3)
        #expect(reading.source.text == quickstart)
    }

    @Test("P0001: a file over the limit is refused, one at the limit is read")
    func refusesLargeFile() {
        let size = Topology.Limits.fileSize
        let padding = [UInt8](repeating: UInt8(ascii: "#"), count: size - quickstart.utf8.count - 1)
        let fitting = Array(quickstart.utf8) + [UInt8(ascii: "\n")] + padding
        #expect(Self.reading(fitting).topology != nil)
        let large = Self.reading(fitting + [UInt8(ascii: "#")])
        #expect(large.diagnostics.map(\.code) == [.fileTooLarge])
        #expect(large.topology == nil)
        let text = String(repeating: "#", count: size + 1)
        #expect(codes(text) == [.fileTooLarge])
    }

    @Test(
        "P0002: bytes that are not UTF-8 are refused at their place",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]]
    )
    func refusesOtherEncodings(bytes: [UInt8]) {
        let reading = Self.reading(Array("picket: 1\n# é".utf8) + bytes + Array("\n".utf8))
        #expect(reading.diagnostics.map(\.code) == [.notUTF8])
        #expect(reading.diagnostics.first?.span?.start == SourcePosition(line: 2, column: 4))
        #expect(reading.topology == nil)
    }

    @Test("P0003: a byte order mark is refused")
    func refusesByteOrderMark() throws {
        try expectOne(.byteOrderMark, in: "1️⃣\u{FEFF}2️⃣" + quickstart)
        #expect(Self.reading([0xEF, 0xBB, 0xBF] + Array(quickstart.utf8)).diagnostics.map(\.code) == [.byteOrderMark])
    }

    @Test(
        "P0004: control characters and doubtful line ends are refused",
        arguments: ["\u{0}", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}"]
    )
    func refusesControlCharacters(character: String) throws {
        try expectOne(.controlCharacter, in: "\(quickstart)\n# a1️⃣\(character)2️⃣b\n")
    }

    @Test("P0004: a carriage return is refused where it does not end a line")
    func refusesLoneCarriageReturn() throws {
        try expectOne(.controlCharacter, in: "picket: 1 1️⃣\r2️⃣ 2\r\n")
    }

    @Test("P0004: names the character, once per line")
    func namesControlCharacter() {
        let reading = read("a\u{1}\u{2}\nb\u{1B}\n")
        #expect(
            reading.diagnostics.map(\.message) == [
                "the file holds the unprintable character U+0001", "the file holds the unprintable character U+001B",
            ]
        )
    }

    @Test(
        "P0005: the characters that hide ranges from YAML are refused",
        arguments: ["\u{E000}", "\u{E001}", "\u{E002}"]
    )
    func refusesPrivateUse(character: String) throws {
        try expectOne(.privateUseCharacter, in: "picket: 1 # 1️⃣\(character)2️⃣")
    }

    @Test("other characters of the world are welcome in comments")
    func acceptsText() throws {
        _ = try topology("# Wächter — 歩哨 \u{1F6E1} \u{E003}\n" + quickstart)
    }
}
