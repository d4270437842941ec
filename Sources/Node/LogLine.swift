internal import Glibc
internal import Logging

/// One event as one line: `2026-11-22T08:44:19.123Z info peer-active key=value …`.
///
/// Values can be words of a stranger, such as a user agent. So everything outside plain, printable ASCII is written as an
/// escape, what is not a plain word stands in quotes, and what is too long is cut.
enum LogLine {
    /// Longest value, in Unicode scalars.
    static let valueMaximum = 256

    /// The line of one event, with its end; the time is since 1970, the metadata comes in the order of the keys.
    static func render(
        time: timespec,
        level: Logger.Level,
        name: String,
        metadata: Logger.Metadata
    ) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \(Self.value($0.key))=\(Self.value("\($0.value)"))" }
        return "\(Self.timestamp(time)) \(level) \(Self.value(name))\(pairs.joined())\n"
    }

    /// UTC with milliseconds, as in ISO 8601.
    static func timestamp(_ time: timespec) -> String {
        var seconds = time.tv_sec
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let date = [Int(parts.tm_year) + 1_900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.padded(Int($0), to: 2) }
        let milliseconds = Self.padded(time.tv_nsec / 1_000_000, to: 3)
        let day = date.map { Self.padded($0, to: 2) }.joined(separator: "-")
        return "\(day)T\(clock.joined(separator: ":")).\(milliseconds)Z"
    }

    /// A plain word as it is, everything else in quotes.
    static func value(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isCut = scalars.count > Self.valueMaximum
        guard isCut || text.isEmpty || !scalars.allSatisfy(Self.isPlain) else { return text }
        let escaped = scalars.prefix(Self.valueMaximum).map(Self.escaped).joined()
        return "\"\(escaped)\(isCut ? "..." : "")\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", ":", "/", "-", "_", "+", ",", "@": true
        default: false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case " "..."~": String(scalar)
        default: "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
