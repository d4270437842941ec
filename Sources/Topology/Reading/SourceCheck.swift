internal import Diagnostics

/// Checks that a file is text, before anything looks at what it says.
enum SourceCheck {
    static let fileTooLarge = Diagnostic.error(
        .fileTooLarge,
        "the file is larger than \(Topology.Limits.fileSize >> 20) MiB",
        at: nil,
        help: "write many hosts as one with a range, such as sentry-{1..100}"
    )

    /// Finds the first byte that is not UTF-8.
    static func encoding(of bytes: [UInt8]) -> Diagnostic? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            // What comes before is UTF-8, so its place can be counted.
            let before = SourceFile(
                name: "",
                text: String(decoding: bytes[..<error.byteOffsets.lowerBound], as: UTF8.self)
            )
            let last = before.lines.last?.unicodeScalars.count ?? 0
            let place = SourcePosition(line: before.lines.count, column: last + 1)
            let span = SourceSpan(start: place, end: place.advanced(by: 1))
            return .error(.notUTF8, "the file is not UTF-8", at: span, help: "save the file as UTF-8")
        }
    }

    /// Reports characters that a text file has no use for, at most one of a kind per line.
    static func characters(of source: SourceFile, _ diagnostics: inout DiagnosticCollector) {
        for (index, line) in source.lines.enumerated() {
            guard !line.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x09 }) else { continue }
            var seen: Set<Diagnostic.Code> = []
            for (column, scalar) in line.unicodeScalars.enumerated() {
                let isFirst = index == 0 && column == 0
                guard let (code, message, help) = Self.problem(with: scalar, isFirst: isFirst),
                    seen.insert(code).inserted
                else { continue }
                let place = SourcePosition(line: index + 1, column: column + 1)
                let span = SourceSpan(start: place, end: place.advanced(by: 1))
                diagnostics.append(.error(code, message, at: span, help: help))
            }
        }
    }

    private static func problem(
        with scalar: Unicode.Scalar,
        isFirst: Bool
    ) -> (code: Diagnostic.Code, message: String, help: String)? {
        let name = "U+" + String(repeating: "0", count: max(4 - Self.hex(scalar).count, 0)) + Self.hex(scalar)
        if scalar == "\u{FEFF}", isFirst {
            return (.byteOrderMark, "the file begins with a byte order mark", "save the file as UTF-8 without it")
        }
        if RangeMask.isReserved(scalar) {
            return (.privateUseCharacter, "the file holds the private-use character \(name)", "remove it")
        }
        guard scalar != "\t", Self.isUnprintable(scalar) else { return nil }
        return (.controlCharacter, "the file holds the unprintable character \(name)", "remove it")
    }

    /// Control characters, line ends that not every program takes for such, and what is no character at all.
    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0xFEFF, 0xFFFE...0xFFFF: true
        default: false
        }
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        String(scalar.value, radix: 16, uppercase: true)
    }
}
