internal import FoundationEssentials

/// 32 bytes that name something: a ledger, a set of transactions, a message.
///
/// Held in four words, so that tables of hundreds of thousands of them need no further memory.
package struct Hash256: Hashable, Sendable {
    /// In bytes.
    package static let length = 32

    /// The hash of nothing in particular; a missing hash counts as this one here and there.
    package static let zero = Hash256(words: (0, 0, 0, 0))

    /// The first byte is the most significant one of the first word.
    private let first, second, third, fourth: UInt64

    private init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (self.first, self.second, self.third, self.fourth) = words
    }

    /// `nil` unless there are 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        self.init(words: words)
    }

    /// The first half of the SHA-512 of some bytes, as the protocol makes all its names.
    ///
    /// Source: skywelld reference §1.2.
    package init(sha512HalfOf bytes: [UInt8]) {
        let digest = SHA512.digest(of: bytes)
        let word = { (index: Int) in digest[(8 * index)..<(8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(words: (word(0), word(1), word(2), word(3)))
    }

    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Self.length) { buffer, count in
            let words = (self.first.bigEndian, self.second.bigEndian, self.third.bigEndian, self.fourth.bigEndian)
            withUnsafeBytes(of: words) { words in
                for index in 0..<Self.length { buffer[index] = words[index] }
            }
            count = Self.length
        }
    }

    var data: Data {
        Data(self.bytes)
    }
}

extension Hash256: CustomStringConvertible {
    /// Hexadecimal, upper case, as the server writes it.
    package var description: String {
        let digits = Array("0123456789ABCDEF")
        return String(self.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
