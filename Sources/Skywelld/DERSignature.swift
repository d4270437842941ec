/// The shape that the bytes of a signature must have before anybody looks at the numbers in them.
///
/// Source: skywelld reference §1.6.
enum DERSignature {
    /// In bytes.
    static let minimumLength = 8
    /// In bytes.
    static let maximumLength = 72

    /// Whether the bytes are exactly a sequence of two positive, minimal integers of at most 33 bytes each.
    static func hasStrictShape(_ der: [UInt8]) -> Bool {
        guard (Self.minimumLength...Self.maximumLength).contains(der.count), der[0] == 0x30,
            Int(der[1]) == der.count - 2
        else { return false }
        var rest = der[2...]
        return Self.dropInteger(from: &rest) && Self.dropInteger(from: &rest) && rest.isEmpty
    }

    private static func dropInteger(from rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.count >= 3, rest[rest.startIndex] == 0x02 else { return false }
        let length = Int(rest[rest.startIndex + 1])
        guard (1...33).contains(length), rest.count >= 2 + length else { return false }
        let number = rest.dropFirst(2).prefix(length)
        rest = rest.dropFirst(2 + length)
        return Self.isPositiveAndMinimal(number)
    }

    private static func isPositiveAndMinimal(_ number: ArraySlice<UInt8>) -> Bool {
        let first = number[number.startIndex]
        guard first & 0x80 == 0, number.contains(where: { $0 != 0 }) else { return false }
        // A zero byte in front is there only to keep the next one from looking negative.
        return first != 0 || number[number.startIndex + 1] & 0x80 != 0
    }
}
