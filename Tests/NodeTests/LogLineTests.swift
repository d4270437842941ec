import Glibc
import Logging
import Testing

@testable import Node

@Suite("Log line")
struct LogLineTests {
    private static let time = timespec(tv_sec: 1_795_337_059, tv_nsec: 123_999_999)

    @Test("is time, level, name and sorted pairs")
    func shape() {
        let line = LogLine.render(
            time: Self.time,
            level: .info,
            name: "peer-active",
            metadata: ["version": "skywelld-0.29.60", "remote": "10.0.0.1:50333", "direction": "in"]
        )
        #expect(
            line
                == "2026-11-22T08:44:19.123Z info peer-active direction=in remote=10.0.0.1:50333 version=skywelld-0.29.60\n"
        )
    }

    @Test(
        "shows any time in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (253_402_300_799, "9999-12-31T23:59:59.000Z"),
        ]
    )
    func timestamps(seconds: Int, text: String) {
        #expect(LogLine.timestamp(timespec(tv_sec: seconds, tv_nsec: 0)) == text)
    }

    @Test(
        "a stranger's words can neither break the line nor steer a terminal",
        arguments: [
            ("plain-Word_1.2:3/4+5,6@7", "plain-Word_1.2:3/4+5,6@7"),
            ("", "\"\""),
            ("two words", "\"two words\""),
            ("a=b", "\"a=b\""),
            ("say \"hi\" \\o/", "\"say \\\"hi\\\" \\\\o/\""),
            ("line\nfeed\r", "\"line\\u{a}feed\\u{d}\""),
            ("\u{1B}[2J\u{7}", "\"\\u{1b}[2J\\u{7}\""),
            ("\u{9B}31m", "\"\\u{9b}31m\""),
            ("\u{202E}x\u{2028}", "\"\\u{202e}x\\u{2028}\""),
            ("ü\u{0}", "\"\\u{fc}\\u{0}\""),
        ]
    )
    func escapes(text: String, shown: String) {
        #expect(LogLine.value(text) == shown)
    }

    @Test("keys and names are escaped like values")
    func escapesKeys() {
        let line = LogLine.render(time: Self.time, level: .error, name: "a\nb", metadata: ["k=\n": "v"])
        #expect(line == "2026-11-22T08:44:19.123Z error \"a\\u{a}b\" \"k=\\u{a}\"=v\n")
    }

    @Test("a long value is cut", arguments: [0, 1, 1_000])
    func cuts(excess: Int) {
        let text = String(repeating: "x", count: LogLine.valueMaximum + excess)
        let kept = String(repeating: "x", count: LogLine.valueMaximum)
        #expect(LogLine.value(text) == (excess == 0 ? kept : "\"\(kept)...\""))
    }

    @Test("the handler writes one line an event, with the logger's own metadata and what the event adds")
    func handler() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        var logger = Logger(label: "test") { [end = ends[1]] _ in LineLogHandler(level: .info, descriptor: end) }
        logger[metadataKey: "host"] = "sentry-1"
        logger.debug("hidden")
        logger.info("shown", metadata: ["key": "value"])
        logger.warning("shown", metadata: ["host": "other"])
        close(ends[1])
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(ends[0], &buffer, buffer.count)
        let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        #expect(lines.map { $0.dropFirst(25) } == ["info shown host=sentry-1 key=value", "warning shown host=other"])
    }
}
