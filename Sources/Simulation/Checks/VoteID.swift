import PeerProtocol

/// By what a vote is known: a number made of its frame, which nobody changes on the way.
struct VoteID: Hashable, Sendable {
    let number: UInt64

    /// `nil` for what is no proposal and no validation.
    ///
    /// - Parameter fingerprint: That of the bytes, for those who have it already.
    init?(_ bytes: [UInt8], fingerprint: UInt64? = nil) {
        guard bytes.count > Frame.headerLength, bytes[4] == 0,
            bytes[5] == UInt8(MessageType.validation.rawValue) || bytes[5] == UInt8(MessageType.proposeLedger.rawValue)
        else { return nil }
        self.number = fingerprint ?? Fingerprint.of(bytes)
    }

    /// Whether it is among those that are looked at more closely: an even choice that needs no count.
    func isChosen(oneIn stride: UInt64) -> Bool {
        self.number.isMultiple(of: stride)
    }
}

/// A number that tells byte strings apart; not for secrets.
enum Fingerprint {
    static func of(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBytes { buffer in
            var number: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(buffer.count)
            var offset = 0
            while offset + 8 <= buffer.count {
                number = Self.mix(number, buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian)
                offset += 8
            }
            while offset < buffer.count {
                number = Self.mix(number, UInt64(buffer[offset]))
                offset += 1
            }
            return number
        }
    }

    /// What is known so far, and one more number.
    static func mix(_ number: UInt64, _ next: UInt64) -> UInt64 {
        let product = (number ^ next).multipliedFullWidth(by: 0xBF58_476D_1CE4_E5B9)
        return (product.high ^ product.low) &+ 0x94D0_49BB_1331_11EB
    }
}
