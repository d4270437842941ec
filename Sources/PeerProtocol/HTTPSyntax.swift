/// The common syntax of requests and responses.
enum HTTPSyntax {
    /// Reads a head from its bytes: everything up to and including the empty line. Lines may end in CR LF or LF.
    static func head<Head: HTTPHead>(_ bytes: ArraySlice<UInt8>) throws(HTTPError) -> Head {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }[...]
        guard let startLine = lines.popFirst() else { throw .malformedStartLine }
        var fields = HTTPFields()
        for line in lines where !line.isEmpty {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.isToken(line[..<colon]) else {
                throw .malformedField
            }
            let value = Self.trimmed(line[(colon + 1)...])
            fields.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        return try Head(startLine: startLine, fields: fields)
    }

    /// Whether bytes are a name: visible ASCII without separators.
    static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { Self.tokenBytes[Int($0)] }
    }

    private static let tokenBytes = (UInt8.min...UInt8.max).map { byte in
        (0x21...0x7E).contains(byte) && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
    }

    /// A decimal number without sign; `nil` if it is anything else or above a limit.
    static func number(_ digits: some Collection<UInt8>, upTo limit: UInt64) -> UInt64? {
        guard (1...20).contains(digits.count) else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (shifted, isTooHigh) = value.multipliedReportingOverflow(by: 10)
            let (sum, isCarried) = shifted.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !isTooHigh, !isCarried else { return nil }
            value = sum
        }
        return value <= limit ? value : nil
    }

    /// The same, for numbers that are counts.
    static func number(_ digits: some Collection<UInt8>, upTo limit: Int) -> Int? {
        self.number(digits, upTo: UInt64(limit)).map { Int($0) }
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let last = value.lastIndex(where: { !isBlank($0) }) else { return [] }
        return value[...last].drop(while: isBlank)
    }
}
