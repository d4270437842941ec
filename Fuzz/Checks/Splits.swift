/// The ways in which bytes may arrive: all at once, one by one, and in pieces of a length that the bytes themselves decide.
enum Splits {
    static func pieces(of bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        let steps = [max(bytes.count, 1), 1, 2 + Int(bytes.first ?? 0) % 61]
        return steps.map { step in
            stride(from: 0, to: bytes.count, by: step).map { bytes[$0..<min($0 + step, bytes.count)] }
        }
    }
}
