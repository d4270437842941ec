package import Diagnostics
internal import Skywelld

/// Every name in `[server]` is a section.
package enum PortSectionMissing: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1301"),
        .error,
        "[server] names a section that is not there",
        cause: "A line of [server] is the name of no section.",
        reason: "The server ends while it starts (skywelld reference §8.2; observed §9).",
        cure: "Correct the name, or add the section."
    )
    package static let fault = "[server] names a port section that is not there"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for line in host.facts.file["server"]?.values ?? [] where host.facts.file[line.text] == nil {
            guard !line.text.hasPrefix("#"), !line.text.hasPrefix("＃"), !line.text.hasPrefix("[") else { continue }
            let near = nearest(line.text, in: host.facts.file.sections.lazy.map(\.name).filter { $0.hasPrefix("port") })
            findings.add(
                self.info,
                host,
                line: line.number,
                "'\(host.name)' has no section '\(line.text)', which '[server]' names",
                label: "the server does not start",
                help: near.map { "did you mean '\($0)'?" } ?? "add the section, or take the name away"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("port_nowhere", in: "server") }
    }
}
