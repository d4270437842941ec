/// The text form of keys, seeds and account identifiers: base 58 with a kind byte and a checksum.
///
/// The text is the kind, the payload, and the first four bytes of the double SHA-256 of both, read as one big number
/// and written in base 58; each leading zero byte becomes one `j`. Unlike the stock decoder, this one demands the
/// payload length of the kind and takes no white space.
///
/// Source: skywelld reference §1.1.
package enum Base58 {
    /// What a text stands for; the raw value is its first byte.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case accountID = 0
        case nodePublicKey = 28
        case nodePrivateKey = 32
        case familySeed = 33
        case accountPrivateKey = 34
        case accountPublicKey = 35
        case familyGenerator = 41

        /// The only payload length of this kind, in bytes.
        package var payloadLength: Int {
            switch self {
            case .accountID: 20
            case .familySeed: 16
            case .nodePrivateKey, .accountPrivateKey: 32
            case .nodePublicKey, .accountPublicKey, .familyGenerator: 33
            }
        }
    }

    /// The longest text that is looked at, in bytes: the longest kind needs 53, and the work grows with the square.
    package static let maximumTextLength = 64

    private static let alphabet = Array("jpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65rkm8oFqi1tuvAxyz".utf8)
    private static let checksumLength = 4
    /// Several digits at a time make less work of a big number.
    private static let limbDigits = 5
    private static let limb: UInt64 = 58 * 58 * 58 * 58 * 58
    /// In bytes; for the same reason.
    private static let wordLength = 4

    /// The value of each ASCII character, -1 for those outside the alphabet.
    private static let values: [Int] = {
        var values = [Int](repeating: -1, count: 256)
        for (value, character) in Self.alphabet.enumerated() { values[Int(character)] = value }
        return values
    }()

    /// Writes a payload as text.
    ///
    /// - Parameters:
    ///   - payload: Exactly as many bytes as the kind has.
    ///   - kind: What the payload is.
    /// - Returns: ASCII letters and digits.
    package static func encode(_ payload: [UInt8], as kind: Kind) -> String {
        precondition(
            payload.count == kind.payloadLength,
            "\(kind) has \(kind.payloadLength) bytes, not \(payload.count)"
        )
        let body = [kind.rawValue] + payload
        return self.text(body + self.checksum(body))
    }

    /// Reads text of any kind; `nil` if it is not one of ours or its checksum does not match.
    package static func decode(_ text: some StringProtocol) -> (kind: Kind, payload: [UInt8])? {
        guard let bytes = self.bytes(Array(text.utf8)), bytes.count > self.checksumLength else { return nil }
        let body = Array(bytes.dropLast(self.checksumLength))
        guard self.checksum(body) == Array(bytes.suffix(self.checksumLength)),
            let kind = Kind(rawValue: body[0]), body.count == 1 + kind.payloadLength
        else { return nil }
        return (kind, Array(body.dropFirst()))
    }

    /// Reads text of one kind; `nil` if it is anything else.
    package static func decode(_ text: some StringProtocol, as kind: Kind) -> [UInt8]? {
        guard let decoded = self.decode(text), decoded.kind == kind else { return nil }
        return decoded.payload
    }

    private static func checksum(_ body: [UInt8]) -> [UInt8] {
        Array(Digest.sha256(Digest.sha256(body)).prefix(self.checksumLength))
    }

    /// Big-endian base 256 to base 58.
    private static func text(_ bytes: [UInt8]) -> String {
        let zeros = bytes.prefix { $0 == 0 }.count
        var limbs: [UInt64] = []  // of five digits each, least significant first
        var rest = bytes.dropFirst(zeros)
        while !rest.isEmpty {
            let word = rest.prefix((rest.count - 1) % Self.wordLength + 1)
            rest = rest.dropFirst(word.count)
            var carry = word.reduce(0) { $0 << 8 | UInt64($1) }
            for index in limbs.indices {
                carry += limbs[index] << (8 * word.count)
                limbs[index] = carry % self.limb
                carry /= self.limb
            }
            while carry > 0 {
                limbs.append(carry % self.limb)
                carry /= self.limb
            }
        }
        var text: [UInt8] = []  // backwards
        for var limb in limbs {
            for _ in 0..<self.limbDigits {
                text.append(self.alphabet[Int(limb % 58)])
                limb /= 58
            }
        }
        while text.last == self.alphabet[0] { text.removeLast() }
        text += [UInt8](repeating: self.alphabet[0], count: zeros)
        text.reverse()
        return String(decoding: text, as: UTF8.self)
    }

    /// Base 58 to big-endian base 256; `nil` if the text is too long or holds another character.
    private static func bytes(_ text: [UInt8]) -> [UInt8]? {
        guard text.count <= self.maximumTextLength else { return nil }
        let zeros = text.prefix { $0 == self.alphabet[0] }.count
        var words: [UInt64] = []  // of four bytes each, least significant first
        var rest = text.dropFirst(zeros)
        while !rest.isEmpty {
            let digits = rest.prefix((rest.count - 1) % self.limbDigits + 1)
            rest = rest.dropFirst(digits.count)
            var carry: UInt64 = 0
            var scale: UInt64 = 1
            for digit in digits {
                guard let value = UInt64(exactly: self.values[Int(digit)]) else { return nil }
                carry = carry * 58 + value
                scale *= 58
            }
            for index in words.indices {
                carry += words[index] * scale
                words[index] = carry & 0xFFFF_FFFF
                carry >>= 32
            }
            if carry > 0 { words.append(carry) }
        }
        var bytes = [UInt8](repeating: 0, count: zeros)
        for word in words.reversed() {
            for index in (0..<self.wordLength).reversed() {
                let byte = UInt8(truncatingIfNeeded: word >> (8 * index))
                if bytes.count > zeros || byte != 0 { bytes.append(byte) }
            }
        }
        return bytes
    }
}
