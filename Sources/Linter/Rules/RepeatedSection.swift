package import Diagnostics
internal import Skywelld

/// Sections of one name are read as one.
package enum RepeatedSection: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1005"),
        .warning,
        "a section appears twice",
        cause: "Two headers have the same name.",
        reason:
            "The server joins the lines of both (skywelld reference §8.1). What must have one line then has two and is ignored, and whoever reads only one of the two is misled.",
        cure: "Join the sections, or take the stale one away."
    )
    package static let fault = "the section [ips] is written twice"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where section.headers.count > 1 {
            findings.add(
                self.info,
                host,
                line: section.headers[1],
                "section '\(section.name)' appears \(section.headers.count) times in skywelld.cfg of '\(host.name)'",
                label: "first on line \(section.headers[0])",
                help: "write all its lines under one header"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let entry = host.facts.file["ips"]?.lines.first else { return false }
            edit.append("ips", [entry.text])
            return true
        }
    }
}
