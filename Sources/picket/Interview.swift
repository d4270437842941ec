internal import ArgumentParser
internal import Glibc
internal import Topology

/// Asks for the answers of a starter on a terminal, one question a line.
struct Interview {
    /// How often a question is asked.
    private static let attempts = 3

    private let console: Console

    /// Whether somebody is there to be asked: the answers come from a terminal, and the questions go to one.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

    init(_ console: Console) {
        self.console = console
    }

    /// Asks until an answer makes sense; an empty one is the usual one, which stands in brackets.
    ///
    /// - Parameter next: The question that is asked next. Those between have their answers, which must fit too.
    /// - Throws: The exit code, once everything has been said, if no answer did.
    func ask(_ question: StarterQuestion, before next: StarterQuestion?, _ starter: inout Starter) throws {
        let settled = StarterQuestion.allCases.drop { $0 != question }.prefix { $0 != next }
        let usual = question.usualAnswer.isEmpty ? "nobody" : question.usualAnswer
        for _ in 0..<Self.attempts {
            self.console.ask("\(question.prompt) [\(usual)]: ")
            guard let line = readLine() else {
                self.console.note("")
                self.console.error("no answer", help: "nothing was written")
                throw ExitCode.no
            }
            let answer = Self.trimmed(line)
            let text = answer.isEmpty ? question.usualAnswer : answer
            let problem = starter.answer(question, with: text) ?? settled.lazy.compactMap(starter.conflict).first
            guard let problem else { return }
            self.console.note("  \(problem)")
        }
        self.console.error(
            "--\(question.rawValue): no answer in \(Self.attempts) attempts",
            help: "nothing was written"
        )
        throw ExitCode.validationFailure
    }

    private static func trimmed(_ line: String) -> String {
        let words = line.split(whereSeparator: \.isWhitespace)
        return words.joined(separator: " ")
    }
}
