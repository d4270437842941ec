package import Diagnostics
internal import Skywelld

/// Commands at start are JSON objects, one per line.
package enum BadStartupCommand: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1702"),
        .error,
        "a command under [rpc_startup] is malformed",
        cause: "A line is no JSON object.",
        reason: "The server ends while it starts (skywelld reference §8.3).",
        cure: "Write one JSON object on each line."
    )
    package static let fault = "a command at start lacks its brace"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for line in host.facts.file["rpc_startup"]?.lines ?? [] where !StartupCommand.isObject(line.text) {
            guard !line.text.hasPrefix("#"), !line.text.hasPrefix("＃"), !line.text.hasPrefix("[") else { continue }
            findings.add(
                self.info,
                host,
                line: line.number,
                "a command under 'rpc_startup' of '\(host.name)' is no JSON object",
                label: "the server does not start",
                help: "write one JSON object on each line"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let line = host.facts.file["rpc_startup"]?.lines.first else { return false }
            return edit.insert(String(line.text.dropLast()), in: "rpc_startup")
        }
    }
}
