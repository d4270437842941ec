/// Tells what may be a secret in a text that a person wrote, and hides it.
///
/// A header that was forgotten puts a seed into the section above it, where nobody expects one, and a sentence about that
/// line would show it. So whatever quotes a configuration goes through here. What has no form, such as a short passphrase,
/// cannot be told from a name.
package enum SecretText {
    /// What stands in place of a secret.
    package static let mark = "(hidden)"

    /// Letters and digits in a row that may be a key: a seed has 28 or 29, in hexadecimal digits 32, and one may have been
    /// lost in copying.
    private static let runMinimum = 20
    /// Decimal digits alone that may be a seed in hexadecimal ones, and no number.
    private static let digitsMinimum = 28

    /// Whether a line may hold a secret: a key, words that make a seed (one of the twelve may be wrong), a password.
    package static func isSecret(_ line: some StringProtocol) -> Bool {
        if RFC1751.isNear(line) { return true }
        let lowercase = line.lowercased()
        return lowercase.contains("password") || lowercase.contains("passwd") || self.hidden(in: String(line)) != line
    }

    /// A text without what may be a key. What is public by its kind stays.
    package static func hidden(in text: String) -> String {
        var result: [UInt8] = []
        var run: [UInt8] = []
        for byte in text.utf8 {
            if Self.isLetterOrDigit(byte) {
                run.append(byte)
            } else {
                result += Self.shown(run)
                result.append(byte)
                run = []
            }
        }
        return String(decoding: result + Self.shown(run), as: UTF8.self)
    }

    /// A sentence without anything that it quotes: for one about a line that is a secret as a whole.
    package static func withoutQuotes(_ sentence: String) -> String {
        let parts = sentence.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return self.hidden(in: sentence) }
        // What is quoted can hold the sign itself, so everything between the first and the last one goes.
        return self.hidden(in: "\(parts[0])'\(Self.mark)'\(parts[parts.count - 1])")
    }

    private static func shown(_ run: [UInt8]) -> [UInt8] {
        self.mayBeKey(run) ? Array(self.mark.utf8) : run
    }

    private static func mayBeKey(_ run: [UInt8]) -> Bool {
        guard run.count >= Self.runMinimum else { return false }
        let isNumber = run.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isNumber, run.count < Self.digitsMinimum { return false }
        // A long word of a language has neither digits nor capitals in the middle.
        let isWord = run.dropFirst().allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        return !isWord && !self.isPublic(String(decoding: run, as: UTF8.self))
    }

    /// The checksum is enough to tell: whether a key is a point of the curve costs too much for every line of every file.
    private static func isPublic(_ text: String) -> Bool {
        switch Base58.decode(text)?.kind {
        case .nodePublicKey, .accountID, .accountPublicKey: true
        case .nodePrivateKey, .familySeed, .accountPrivateKey, .familyGenerator, nil: false
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
