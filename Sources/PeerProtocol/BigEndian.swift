/// Numbers as the protocol writes them: most significant byte first.
enum BigEndian {
    static func bytes<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> [UInt8] {
        (1...(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> Number(Number.bitWidth - 8 * $0)) }
    }

    /// The number that some bytes are; those above the first eight drop out.
    static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
