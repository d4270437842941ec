/// Bytes from hexadecimal digits of either case; a test's typing error ends the test.
package func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.map { $0.hexDigitValue }
    precondition(digits.count.isMultiple(of: 2) && !digits.contains(nil), "'\(hex)' is not hexadecimal")
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(16 * (digits[$0] ?? 0) + (digits[$0 + 1] ?? 0)) }
}
