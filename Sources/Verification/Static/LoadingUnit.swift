internal import Compiler

/// The unit that loads a host's rules, read as far as it matters what it does to them.
///
/// Source: systemd.syntax(7), systemd.service(5).
struct LoadingUnit {
    /// One setting, as it is written.
    struct Setting {
        /// With its brackets; empty before the first one.
        let section: String
        let key: String
        let value: String
    }

    /// The one command that a unit needs.
    static let command = "/usr/sbin/nft -f \(Artifact.Name.ruleset.pathOnHost)"

    /// A carriage return by itself ends a line as well.
    private static let lineEnds: Set<Character> = ["\n", "\r", "\r\n", "\0"]

    let settings: [Setting]
    /// A backslash at the end of a line joins it with the next one, and elsewhere stands for other characters.
    let hasBackslash: Bool

    /// - Parameter text: Of the unit file.
    init(_ text: String) {
        var settings: [Setting] = []
        var section = ""
        for line in text.split(whereSeparator: Self.lineEnds.contains).map({ String($0).trimmed })
        where !line.hasPrefix("#") && !line.hasPrefix(";") {
            if line.hasPrefix("[") { section = line }
            guard let equals = line.firstIndex(of: "="), !line.hasPrefix("[") else { continue }
            settings.append(
                Setting(
                    section: section,
                    key: String(line[..<equals]).trimmed,
                    value: String(line[line.index(after: equals)...]).trimmed
                )
            )
        }
        self.settings = settings
        self.hasBackslash = text.contains("\\")
    }

    /// All values of a setting, in whatever section.
    func values(_ key: String) -> [String] {
        self.settings.filter { $0.key == key }.map(\.value)
    }

    /// The words of a setting that is a list, in whatever section; an empty value takes back those before it.
    func words(_ key: String) -> [String] {
        self.values(key).reduce(into: []) { words, value in
            if value.isEmpty { words = [] } else { words += value.split(separator: " ").map(String.init) }
        }
    }

    /// What it does, or may do, to rules and to sets whose elements count, beside loading the rules; in words.
    ///
    /// Whatever a command is that is not the one, nobody knows what it deletes.
    var strayCommands: [String] {
        let stray = self.settings.filter { $0.key.hasPrefix("Exec") && $0.value != Self.command }
        return stray.map { "\($0.key)=\($0.value)" } + (self.hasBackslash ? ["what its backslashes make of it"] : [])
    }
}

extension String {
    fileprivate var trimmed: String {
        let isSpace = { (character: Character) in character == " " || character == "\t" || character == "\r" }
        let start = self.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { String(start[...$0]) } ?? ""
    }
}
