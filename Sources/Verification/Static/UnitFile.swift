internal import Compiler

/// A unit file of systemd, read as far as it matters what it does to rules.
///
/// Read byte by byte, as systemd does. What it might read in another way than this is told by ``strangeLines``.
///
/// Source: systemd.syntax(7), systemd.service(5).
struct UnitFile {
    /// One setting, as it is written.
    struct Setting {
        /// With its brackets; empty before the first one.
        let section: String
        let key: String
        let value: String
    }

    /// The one command that loads the rules.
    static let loading = "/usr/sbin/nft -f \(Artifact.Name.ruleset.pathOnHost)"

    /// A carriage return by itself ends a line as well.
    static let lineEnds = Set("\n\r\0".utf8)

    let settings: [Setting]
    /// A backslash at the end of a line joins it with the next one, and elsewhere stands for other characters.
    let hasBackslash: Bool
    /// Lines that are neither a section, nor a setting in plain ASCII, nor a comment.
    let strangeLines: [String]

    /// - Parameter text: Of the unit file.
    init(_ text: String) {
        var settings: [Setting] = []
        var strange: [String] = []
        var section = ""
        for line in text.utf8.split(whereSeparator: Self.lineEnds.contains).map(Self.trimmed) {
            guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            let words = String(decoding: line, as: UTF8.self)
            let isPlain = line.allSatisfy { $0 == UInt8(ascii: "\t") || (0x20...0x7E).contains($0) }
            if isPlain, first == UInt8(ascii: "["), line.last == UInt8(ascii: "]") {
                section = words
            } else if isPlain, first != UInt8(ascii: "["), let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                settings.append(
                    Setting(
                        section: section,
                        key: String(decoding: Self.trimmed(line[..<equals]), as: UTF8.self),
                        value: String(decoding: Self.trimmed(line[(equals + 1)...]), as: UTF8.self)
                    )
                )
            } else {
                strange.append(words)
            }
        }
        self.settings = settings
        self.hasBackslash = text.utf8.contains(UInt8(ascii: "\\"))
        self.strangeLines = strange
    }

    private static func trimmed(_ line: some Sequence<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = Array(line).drop(while: isSpace)
        return start[..<(start.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start.startIndex)]
    }

    /// All values of a setting, in whatever section.
    func values(_ key: String) -> [String] {
        self.settings.filter { $0.key == key }.map(\.value)
    }

    /// The words of a setting that is a list. An empty value takes back those before it where the list is of units that want
    /// this one, and nothing elsewhere. Source: systemd.unit(5), "Example 2".
    ///
    /// - Parameter section: `nil` for whatever section.
    func words(_ key: String, in section: String? = nil) -> [String] {
        let values = self.settings.filter { $0.key == key && $0.section == section ?? $0.section }.map(\.value)
        return values.reduce(into: []) { words, value in
            if value.isEmpty, key == "WantedBy" {
                words = []
            } else {
                words += value.split(separator: " ").map(String.init)
            }
        }
    }

    /// Settings, by their names and sections, that are not among some.
    func settings(butFor known: [String: Set<String>]) -> [Setting] {
        self.settings.filter { !(known[$0.section]?.contains($0.key) ?? false) }
    }

    /// Why systemd may read something else than this; in words.
    var objections: [String] {
        self.strangeLines.map { "'\($0)' is no setting in ASCII, and may be read in more than one way" }
            + (self.hasBackslash ? ["it has a backslash, which may join lines"] : [])
    }

    /// What it does, or may do, to rules and to sets whose elements count, beside loading the rules; in words.
    ///
    /// Whatever a command is that is not the one, nobody knows what it deletes.
    var strayCommands: [String] {
        let stray = self.settings.filter { $0.key.hasPrefix("Exec") && $0.value != Self.loading }
        return stray.map { "\($0.key)=\($0.value)" } + self.strangeLines
            + (self.hasBackslash ? ["what its backslashes make of it"] : [])
    }
}
