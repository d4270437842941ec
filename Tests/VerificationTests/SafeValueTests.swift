import Testing

@testable import Verification

/// What values of settings are known to be safe.
@Suite struct SafeValueTests {
    /// Values on both sides of a bound.
    struct Bound: CustomTestStringConvertible {
        let value: SafeValue
        let safe: [String]
        let others: [String]

        var testDescription: String { "\(self.value)" }
    }

    private static let bounds = [
        Bound(
            value: .seconds(10...900),
            safe: ["10", "15min", "1min 30s", "0m 10"],
            others: ["9", "16min", "", "infinity", "20 %h", "99999999999999999999", "-20", "10ms", "10 x"]
        ),
        Bound(
            value: .bytes(atLeast: 1 << 30),
            safe: ["1G", "1024M", "1073741824", "infinity", "1T"],
            others: ["1023M", "-2G", "50%", "", "999999999999T", "1073741823", "G", "1g"]
        ),
        Bound(
            value: .limit(atLeast: 1024),
            safe: ["1024", "1024:infinity", "infinity"],
            others: ["1023", "3:65536", "65536:3", "1024:", "", "1024:2048:4096"]
        ),
        Bound(value: .number(-20...10), safe: ["-20", "0", "10"], others: ["11", "-21", "+5", "", "5 5"]),
        Bound(value: .oneOf(["always", "on-failure"]), safe: ["always", "on-failure"], others: ["Always", "", "no"]),
        Bound(value: .anything, safe: ["", "x"], others: []),
    ]

    @Test("a value is safe only if it is read, and inside its bounds", arguments: Self.bounds)
    func values(bound: Bound) {
        #expect(bound.safe.filter { !bound.value.includes($0) } == [])
        #expect(bound.others.filter(bound.value.includes) == [])
    }
}
