/// The form of a seed in twelve short words, six for each half of eight bytes.
///
/// Each half is its 64 bits and two bits of parity, cut into six numbers of eleven bits, each of which stands for a word.
/// The parity is the sum of the 32 pairs of bits. The server writes the seed's bytes in reverse order.
///
/// Source: RFC 1751; skywelld reference §1.4.
package enum RFC1751 {
    /// Words in the text of a seed.
    package static let wordCount = 12

    private static let wordsPerHalf = 6
    private static let bitsPerWord = 11
    /// Bits of parity at the end of each half.
    private static let parityBits = 2

    /// What twelve words come to.
    enum Reading: Equatable {
        case seed(Seed)
        /// The text is no twelve short words.
        case otherShape
        /// At least one word is not in the dictionary.
        case unknownWord
        /// A word was mistaken for another one, or two changed places.
        case wrongParity
    }

    private static let values: [Substring: UInt64] = Dictionary(
        uniqueKeysWithValues: Self.dictionary.enumerated().map { ($1, UInt64($0)) }
    )

    /// Writes a seed as words: **the secret itself**.
    package static func words(of seed: Seed) -> String {
        let bytes = Array(seed.bytes.reversed())
        return (self.words(ofHalf: bytes[..<8]) + self.words(ofHalf: bytes[8...])).joined(separator: " ")
    }

    /// Reads a seed the way the server does: in either case, with digits for the letters that they look like.
    package static func seed(_ text: some StringProtocol) -> Seed? {
        guard case .seed(let seed) = self.read(text) else { return nil }
        return seed
    }

    /// A word by which people tell nodes apart: always the same for the same key, and no secret.
    ///
    /// Source: skywelld reference §7.3; the hash is Bob Jenkins's "one at a time".
    package static func word(for key: NodePublicKey) -> String {
        var hash = key.bytes.reduce(0 as UInt32) { hash, byte in
            let sum = hash &+ UInt32(byte)
            let mixed = sum &+ sum << 10
            return mixed ^ mixed >> 6
        }
        hash = hash &+ hash << 3
        hash ^= hash >> 11
        hash = hash &+ hash << 15
        return String(self.dictionary[Int(hash % UInt32(self.dictionary.count))])
    }

    /// Whether there is half a seed in a text, whatever stands around it: that many words of the dictionary in a row.
    static func isNear(_ text: some StringProtocol) -> Bool {
        var count = 0
        for word in text.utf8.split(whereSeparator: { !$0.isASCIILetterOrDigit }) {
            let isWord = word.count <= 4 && self.values[Substring(self.standardText(word))] != nil
            count = isWord ? count + 1 : 0
            if count == self.wordsPerHalf { return true }
        }
        return false
    }

    static func read(_ text: some StringProtocol) -> Reading {
        let words = text.utf8.split(whereSeparator: \.isASCIISpace)
        guard words.count == self.wordCount,
            words.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(\.isASCIILetterOrDigit) })
        else { return .otherShape }
        var numbers: [UInt64] = []
        for word in words {
            guard let number = self.values[Substring(self.standardText(word))] else { return .unknownWord }
            numbers.append(number)
        }
        guard let first = self.bytes(ofHalf: numbers.prefix(self.wordsPerHalf)),
            let second = self.bytes(ofHalf: numbers.suffix(self.wordsPerHalf)),
            let seed = Seed(bytes: (first + second).reversed())
        else { return .wrongParity }
        return .seed(seed)
    }

    private static func words(ofHalf bytes: ArraySlice<UInt8>) -> [Substring] {
        let bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let last = self.bitsPerWord - self.parityBits
        let mask = UInt64(1) << self.bitsPerWord - 1
        let numbers =
            (1..<self.wordsPerHalf).map { bits >> (64 - UInt64($0 * self.bitsPerWord)) & mask }
            + [(bits & (1 << last - 1)) << self.parityBits | self.parity(of: bits)]
        return numbers.map { self.dictionary[Int($0)] }
    }

    /// `nil` if the parity is wrong.
    private static func bytes(ofHalf numbers: ArraySlice<UInt64>) -> [UInt8]? {
        guard let last = numbers.last else { return nil }
        let front = numbers.dropLast().reduce(UInt64(0)) { $0 << self.bitsPerWord | $1 }
        let bits = front << (self.bitsPerWord - self.parityBits) | last >> self.parityBits
        guard last & (1 << self.parityBits - 1) == self.parity(of: bits) else { return nil }
        return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
    }

    private static func parity(of bits: UInt64) -> UInt64 {
        stride(from: 0, to: 64, by: 2).reduce(0) { $0 + bits >> UInt64($1) & 3 } & 3
    }

    private static func standardText(_ word: some Sequence<UInt8>) -> String {
        String(decoding: word.map(self.standardLetter), as: UTF8.self)
    }

    /// Upper case, and the letters that people write as digits.
    private static func standardLetter(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte & ~0x20
        case UInt8(ascii: "1"): UInt8(ascii: "L")
        case UInt8(ascii: "0"): UInt8(ascii: "O")
        case UInt8(ascii: "5"): UInt8(ascii: "S")
        default: byte
        }
    }
}

extension UInt8 {
    fileprivate var isASCIILetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
