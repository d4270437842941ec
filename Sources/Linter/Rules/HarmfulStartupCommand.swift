package import Diagnostics
internal import Skywelld
internal import Topology

/// The one command that belongs at the start is 'log_level'.
package enum HarmfulStartupCommand: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1703"),
        .warning,
        "a command at the start does more than set the log level",
        cause:
            "A command under [rpc_startup] is not 'log_level'. 'stop' is an error, and so is 'connect' on a validator or relay.",
        reason:
            "They run with the admin role each time the server starts: they may stop it, make it dial others, or change whom it trusts (skywelld reference §8.3).",
        cure: "Leave 'log_level' alone, and give other commands by hand."
    )
    package static let fault = "a server stops itself when it has started"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for line in host.facts.file["rpc_startup"]?.lines ?? [] where StartupCommand.isObject(line.text) {
            let commands = StartupCommand.commands(in: line.text)
            guard commands != ["log_level"] else { continue }
            let isStop = self.stops(line)
            let isHarmful = isStop || host.role.isHidden && commands.contains { $0.lowercased() == "connect" }
            findings.add(
                self.info,
                as: isHarmful ? .error : nil,
                host,
                line: line.number,
                isStop
                    ? "'\(host.name)' stops whenever it has started"
                    : "'\(host.name)' runs another command than 'log_level' whenever it starts",
                label: isHarmful && !isStop ? "dials somebody whom nobody planned" : "with the admin role",
                help: "leave 'log_level' alone"
            )
        }
    }

    /// Why the server does not stay, in words.
    static func failures(of host: LintHost) -> [String] {
        let lines = host.facts.file["rpc_startup"]?.lines ?? []
        return lines.contains(where: self.stops) ? ["a command under [rpc_startup] stops the server"] : []
    }

    private static func stops(_ line: ConfigurationFile.Line) -> Bool {
        StartupCommand.commands(in: line.text).contains { $0.lowercased() == "stop" }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("{ \"command\": \"stop\" }", in: "rpc_startup") }
    }
}
