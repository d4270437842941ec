internal import ArgumentParser
internal import Diagnostics
internal import Linter

/// Says what a diagnostic's code means.
enum ExplainCode {
    /// - Throws: The exit code, if nobody knows the code.
    static func run(_ code: String, _ console: Console) throws {
        guard let info = DiagnosticCatalogue.info(code) else {
            let near = DiagnosticCatalogue.suggestion(for: code)
            console.error(
                "there is no diagnostic '\(code)'",
                help: near.map { "did you mean '\($0)'?" } ?? "docs/diagnostics.md lists all codes"
            )
            throw ExitCode.validationFailure
        }
        console.print(Self.text(info, console))
    }

    private static func text(_ info: DiagnosticInfo, _ console: Console) -> String {
        var lines = ["\(info.severity.rawValue)[\(info.code)]: \(info.summary)"]
        for (title, text) in [("cause", info.cause), ("reason", info.reason), ("cure", info.cure)] {
            lines += [""] + Self.wrapped("\(title.padded(to: 8))\(text)", width: console.width)
        }
        if let example = info.example {
            lines += ["", "example"]
            lines += example.split(separator: "\n", omittingEmptySubsequences: false).map { "        \($0)" }
            while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        }
        return lines.joined(separator: "\n")
    }

    /// Lines of a text, all but the first indented to where the text starts.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        let indent = String(repeating: " ", count: 8)
        var lines: [String] = []
        var line = String(text.prefix(8))
        for word in text.dropFirst(8).split(separator: " ") {
            if line.count + word.count + 1 > width, line.count > 8 {
                lines.append(line)
                line = indent
            }
            line += (line.count <= 8 ? "" : " ") + word
        }
        return lines + [line]
    }
}
