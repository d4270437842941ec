import Skywelld
import TestSupport
import Testing

@Suite("ConfigurationFile")
struct ConfigurationFileTests {
    private struct Entry: Decodable {
        struct Section: Decodable, Equatable {
            let lines: [String]
            let keyValues: [String: String]
            let values: [String]
        }

        let note: String
        let text: String
        let sections: [String: Section]
    }

    private struct HostPortEntry: Decodable {
        let text: String
        let host: String
        let port: String
    }

    @Test("reads every vector as the server does")
    func vectors() throws {
        let entries = try VectorFile.entries(Entry.self, of: "config_parser")
        #expect(!entries.isEmpty)
        for entry in entries {
            let sections = ConfigurationFile(entry.text).sections.map { section in
                let keyValues = section.keyValues.map { ($0.key, $0.value) }
                return (
                    section.name,
                    Entry.Section(
                        lines: section.lines.map(\.text),
                        keyValues: Dictionary(keyValues, uniquingKeysWith: { $1 }),
                        values: section.values.map(\.text)
                    )
                )
            }
            #expect(Dictionary(uniqueKeysWithValues: sections) == entry.sections, "\(entry.note)")
        }
    }

    @Test("splits every host and port vector")
    func hostPorts() throws {
        let entries = try VectorFile.entries(HostPortEntry.self, of: "host_port")
        #expect(!entries.isEmpty)
        for entry in entries {
            let found = HostPort(entry.text)
            #expect(found?.host == entry.host && found?.port == entry.port, "\(entry.text)")
        }
    }

    @Test(
        "has no host where an entry starts with a colon or is blank",
        arguments: ["", "  ", ":50333", " : 1", "::1 2"]
    )
    func noHost(text: String) {
        #expect(HostPort(text) == nil)
    }

    @Test("numbers lines alike for LF, CR LF, CR and a mixture", arguments: ["\n", "\r\n", "\r"])
    func lineNumbers(end: String) throws {
        let text = ["# comment", "", "[a]", "one", "", "two", "[b]", "x", "[a]", "three"].joined(separator: end)
        let section = try #require(ConfigurationFile(text)["a"])
        #expect(section.headers == [3, 9])
        #expect(section.lines.map(\.number) == [4, 6, 10])
        let mixed = try #require(ConfigurationFile("\r\r\n\n[a]\r\r\none\n")["a"])
        #expect(mixed.headers == [4] && mixed.lines.map(\.number) == [6])
    }

    @Test("a single bracket is data, not a header")
    func singleBracket() {
        #expect(ConfigurationFile("[").sections.map(\.name) == [""])
        #expect(ConfigurationFile("[").sections[0].lines.map(\.text) == ["["])
    }

    @Test("key and value know their line")
    func keyValueLines() {
        let section = ConfigurationFile("[p]\nport = 1\nx\nport = 2\n")["p"]
        #expect(section?.keyValues.map(\.line) == [2, 4])
        #expect(section?.values.map(\.number) == [3])
    }

    @Test("any bytes are a file", arguments: UInt64(0)..<50)
    func garbage(seed: UInt64) {
        var state = seed | 1
        let characters = Array("[]#=\r\n \tab1_\u{FEFF}é".utf8) + [0, 0xFF, 0x80]
        let text = (0..<500).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return characters[Int(state >> 33) % characters.count]
        }
        let file = ConfigurationFile(text)
        let lines = file.sections.flatMap(\.lines)
        #expect(lines.allSatisfy { !$0.text.isEmpty && $0.number >= 1 })
        #expect(Set(file.sections.map(\.name)).count == file.sections.count)
        _ = ServerConfiguration.read(file)
    }
}
