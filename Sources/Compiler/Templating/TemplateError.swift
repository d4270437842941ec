/// Templates that cannot be used.
package struct TemplateError: Error, Equatable, CustomStringConvertible {
    /// Every mistake of every template, by template and line; at least one.
    package let problems: [TemplateProblem]

    package init(_ problems: [TemplateProblem]) {
        precondition(!problems.isEmpty, "an error without a problem")
        self.problems = problems
    }

    /// A line for each problem.
    package var description: String {
        self.problems.map { problem in
            let place = problem.line.map { "\(problem.template):\($0)" } ?? problem.template
            let help = problem.help.map { "; \($0)" } ?? ""
            return "\(place): error[\(problem.code)]: \(problem.message)\(help)"
        }.joined(separator: "\n")
    }
}
