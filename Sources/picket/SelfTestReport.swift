internal import Diagnostics
internal import Linter

/// What a self-test of the rules came to, for people and for programs.
struct SelfTestReport: Encodable {
    static let schemaName = "picket.self-test/1"

    /// One rule.
    struct Entry: Encodable {
        let code: String
        let fault: String
        let outcome: String
        let caughtBy: [String]
    }

    let schema = Self.schemaName
    let passed: Bool
    let rules: [Entry]

    init(_ test: SelfTest) {
        self.passed = test.isPassed
        self.rules = test.entries.map { entry in
            Entry(
                code: entry.code.rawValue,
                fault: entry.fault,
                outcome: Self.word(entry.outcome),
                caughtBy: entry.caughtBy.map(\.rawValue)
            )
        }
    }

    var text: String {
        var lines = self.rules.map { entry in
            let others = entry.caughtBy.filter { $0 != entry.code }
            let also = others.isEmpty ? "" : " (also \(others.joined(separator: ", ")))"
            return "\(entry.code)  \(entry.outcome.padded(to: 16))\(entry.fault)\(also)"
        }
        let counts = ["caught", "reported before", "no place", "missed"].compactMap { word -> String? in
            let count = self.rules.count { $0.outcome == word }
            return count == 0 && word != "missed" ? nil : "\(count) \(word)"
        }
        lines.append("self-test: \(self.rules.count) rules; \(counts.joined(separator: ", "))")
        return lines.joined(separator: "\n")
    }

    private static func word(_ outcome: SelfTest.Outcome) -> String {
        switch outcome {
        case .caught: "caught"
        case .reportedBefore: "reported before"
        case .noPlace: "no place"
        case .missed: "missed"
        }
    }
}
