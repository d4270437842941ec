package import Diagnostics
internal import Skywelld

/// A log that names peers is a copy of what is hidden.
package enum LogNamesPeers: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1701"),
        .warning,
        "the log names peers",
        cause: "No command under [rpc_startup] sets the log level to warning or above, or one sets a lower level.",
        reason:
            "At debug the server logs the address of every connection, at info those of its peer cache; [debug_logfile] alone sets debug (skywelld reference §8.3 and §9, L11).",
        cure:
            "Write { \"command\": \"log_level\", \"severity\": \"warning\" } under [rpc_startup], or 'error' or 'fatal'."
    )
    package static let fault = "a host logs at debug level"

    private static let quiet: Set<String> = ["warning", "error", "fatal"]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let commands = (host.facts.file["rpc_startup"]?.lines ?? []).filter { $0.text.contains("log_level") }
        let loud = commands.first { line in
            guard let severity = StartupCommand.text(of: "severity", in: line.text) else { return true }
            return !self.quiet.contains(severity.lowercased())
        }
        if let loud {
            findings.add(
                self.info,
                host,
                line: loud.number,
                "'\(host.name)' logs the addresses of its peers",
                label: "below warning",
                help: "write \"severity\": \"warning\", \"error\" or \"fatal\""
            )
        } else if commands.isEmpty {
            let file = host.facts.line(of: "debug_logfile")
            findings.add(
                self.info,
                host,
                line: file,
                "'\(host.name)' does not say how much it logs",
                label: file == nil ? "no command 'log_level' at start" : "sets the level to debug",
                help: "write { \"command\": \"log_level\", \"severity\": \"warning\" } under '[rpc_startup]'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.set("rpc_startup", ["{ \"command\": \"log_level\", \"severity\": \"debug\" }"])
            return true
        }
    }
}
