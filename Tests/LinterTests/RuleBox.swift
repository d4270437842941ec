import Linter
import Testing

/// A rule as an argument of a test.
struct RuleBox: Sendable, CustomTestStringConvertible {
    let rule: any LintRule.Type

    var testDescription: String { "\(self.rule)" }
}
