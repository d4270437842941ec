package import Diagnostics
internal import Skywelld

/// A port section that `[server]` does not name opens nothing.
package enum PortNotListed: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1302"),
        .warning,
        "a port section is not in [server]",
        cause: "A section whose name starts with 'port_' is not among the lines of [server].",
        reason: "The server opens the ports that [server] names and ignores the others (skywelld reference §8.2).",
        cure: "Name the section in [server], or take it away."
    )
    package static let fault = "a port section is not in [server]"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where section.name.hasPrefix("port_") {
            guard !host.facts.ports.contains(where: { $0.name == section.name }) else { continue }
            findings.add(
                self.info,
                host,
                line: section.headers.first,
                "'[server]' of '\(host.name)' does not name '\(section.name)'",
                label: "never opened",
                help: "add '\(section.name)' under '[server]', or take the section away"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.append("port_forgotten", ["ip = 127.0.0.1", "port = 5005", "protocol = http"])
            return true
        }
    }
}
