internal import Diagnostics
internal import Skywelld

/// A configuration as it may be shown: with a mark in place of every line that is or may be a secret.
///
/// A seed can stand anywhere, because a header with a typing error makes its line one of another section.
struct ShownConfiguration {
    private static let mark = "(secret)"

    let source: SourceFile

    init(_ file: ConfigurationFile, _ bytes: [UInt8], path: String) {
        let secret = Set(
            file.sections.flatMap { section in
                // The brackets can be around a seed, too.
                (SecretText.isSecret(section.name) ? section.headers : [])
                    + section.lines.filter { Self.isSecret($0, in: section.name) }.map(\.number)
            }
        )
        let lines = Self.lines(of: bytes).enumerated().map { secret.contains($0 + 1) ? Self.mark : $1 }
        self.source = SourceFile(name: path, text: lines.joined(separator: "\n"))
    }

    private static func isSecret(_ line: ConfigurationFile.Line, in section: String) -> Bool {
        let name = section.lowercased()
        if KnownSections.info(name)?.isSecret == true || name.contains("seed") || name.contains("mysql") { return true }
        if line.text.lowercased().contains("password") { return true }
        let words = line.text.split { $0 == " " || $0 == "\t" || $0 == "=" }
        return words.contains(where: self.isKey) || words.count == 12 && SeedText.suspicion(of: line.text) != .none
            || words.count == 12 && RFC1751.seed(line.text) != nil
    }

    /// Whether a word is, or looks like, a seed or another private key. Most lines have none that is worth a closer look.
    private static func isKey(_ word: Substring) -> Bool {
        let isHex = word.utf8.count >= 32 && word.allSatisfy(\.isHexDigit)
        guard isHex || (20...64).contains(word.utf8.count) && ["s", "p"].contains(word.first) else { return false }
        guard case .passphrase = SeedText(word) else { return true }
        return SeedText.suspicion(of: word) != .none
    }

    /// Lines end with LF, CR LF or CR, as the server has it.
    private static func lines(of bytes: [UInt8]) -> [String] {
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\r") {
                if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") { continue }
                text.append(UInt8(ascii: "\n"))
            } else {
                text.append(byte)
            }
        }
        return text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
