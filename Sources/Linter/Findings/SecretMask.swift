internal import Diagnostics
internal import Skywelld

/// Takes secrets out of a `skywelld.cfg` before it is shown.
///
/// Errs on the side of hiding: a line counts as secret also if the server would not read it as one, because a mistake in
/// a header is what the linter is there for.
enum SecretMask {
    /// What stands in the place of a secret.
    static let mask = "(not shown: this line holds a secret)"

    private static let secretSections = KnownSections.all.filter(\.isSecret).map(\.name)
    private static let secretKeys: Set<String> = ["password", "admin_password", "user", "admin_user", "secret", "seed"]

    /// The text of a file, line by line the same, with what is secret replaced.
    static func text(of bytes: [UInt8]) -> String {
        LooseConfiguration(bytes).lines.map { line in
            Self.isSecret(line) ? Self.mask : line.text
        }.joined(separator: "\n")
    }

    static func isSecret(_ line: LooseConfiguration.Line) -> Bool {
        if !line.isHeader, !line.text.isEmpty, Self.isSecretSection(line.section) { return true }
        if let equals = line.text.firstIndex(of: "="),
            case let key = line.text[..<equals].lowercased().filter({ !$0.isWhitespace && $0 != "#" }),
            self.secretKeys.contains(key)
        {
            return true
        }
        return Self.holdsSeed(line.text)
    }

    /// The words of a line that must not be quoted; none if the line holds no secret.
    static func words(of line: LooseConfiguration.Line) -> [Substring] {
        guard self.isSecret(line) else { return [] }
        let words = line.text.split(whereSeparator: \.isWhitespace)
        let cores = line.text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return (words + cores).filter { $0.utf8.count >= 3 }.sorted { $0.utf8.count > $1.utf8.count }
    }

    private static func isSecretSection(_ name: String) -> Bool {
        self.secretSections.contains(name)
            || nearest(name, in: self.secretSections) != nil && !KnownSections.contains(name)
    }

    /// Whether a word of a text is a seed or a private key, or looks as if it was meant to be one.
    private static func holdsSeed(_ text: String) -> Bool {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.contains { word in
            let isSeedShaped =
                word.hasPrefix("s") && (26...32).contains(word.utf8.count) && word.contains(where: \.isNumber)
            let isPrivateKeyShaped = word.hasPrefix("p") && (48...54).contains(word.utf8.count)
            return isSeedShaped || isPrivateKeyShaped || Seed(hex: word) != nil
        }
    }
}
