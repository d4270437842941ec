/// Interface names as numbers, so that a pattern is a range.
enum InterfaceName {
    /// The name's bytes, first byte highest. The kernel's names have at most 15 bytes (`IFNAMSIZ`).
    static func value(of name: some StringProtocol) -> UInt128 {
        var value: UInt128 = 0
        for (index, byte) in name.utf8.prefix(15).enumerated() {
            value |= UInt128(byte) << UInt128(120 - 8 * index)
        }
        return value
    }

    /// The numbers that a pattern of nft stands for: those of one name, or of all that start with what precedes `*`.
    ///
    /// What follows a name's end, a zero byte, is never there: one name is a whole range, so that nothing lies between
    /// it and its neighbours. The empty name is no interface.
    static func range(of pattern: String) -> ClosedRange<UInt128> {
        guard pattern.hasSuffix("*") else { return self.names(startingWith: pattern, andEnd: true) }
        let start = pattern.dropLast()
        // nft lists a name that really ends in an asterisk with a backslash.
        if start.hasSuffix("\\") { return self.names(startingWith: start.dropLast() + "*", andEnd: true) }
        return self.names(startingWith: start, andEnd: false)
    }

    /// The numbers of all names, and those that stand for no interface.
    static let any: ClosedRange<UInt128> = 1 << 120...UInt128.max
    static let none: ClosedRange<UInt128> = 0...((1 << 120) - 1)

    private static func names(startingWith start: some StringProtocol, andEnd ends: Bool) -> ClosedRange<UInt128> {
        let first = self.value(of: start)
        let fixed = min(start.utf8.count, 15) + (ends ? 1 : 0)
        return first...(fixed == 16 ? first : first | UInt128.max >> UInt128(8 * fixed))
    }

    /// The name that a number stands for, up to its first zero byte; `nil` for no interface.
    static func name(of value: UInt128) -> String? {
        let bytes = (0..<15).map { UInt8(truncatingIfNeeded: value >> UInt128(120 - 8 * $0)) }.prefix { $0 != 0 }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
