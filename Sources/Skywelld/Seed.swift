/// The 16 secret bytes that a node's or a validator's key is made of.
///
/// Never shown by printing it; `text` is the one way out, for writing a configuration file.
///
/// Source: skywelld reference §1.3 and §1.4.
package struct Seed: Hashable, Sendable {
    /// In bytes.
    package static let length = 16

    let bytes: [UInt8]

    /// `nil` unless there are 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// The seed that the server makes of a passphrase: the first 16 bytes of its SHA-512.
    package init(passphrase: some StringProtocol) {
        self.bytes = Array(Digest.sha512(Array(passphrase.utf8)).prefix(Self.length))
    }

    /// Reads the form `s…`; `nil` if the text is anything else.
    package init?(base58 text: some StringProtocol) {
        guard let payload = Base58.decode(text, as: .familySeed) else { return nil }
        self.bytes = payload
    }

    /// Reads 32 hexadecimal digits of either case; `nil` if the text is anything else.
    package init?(hex text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * Self.length else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.value(ofHex: digits[index]), let low = Self.value(ofHex: digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// The form `s…`, as it is written to a configuration file: **the secret itself**.
    package var text: String {
        Base58.encode(self.bytes, as: .familySeed)
    }

    private static func value(ofHex digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension Seed: Redacted {}
