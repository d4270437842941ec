package import Diagnostics
internal import Skywelld

/// Flags are 0 or 1.
package enum BadFlag: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1011"),
        .error,
        "a flag is neither 0 nor 1",
        cause: "A setting that is on or off says something else, such as 'yes'.",
        reason: "The server ends while it starts (skywelld reference §8.1; observed §9).",
        cure: "Write 0 or 1."
    )
    package static let fault = "a flag says 'yes'"
    package static let endsServer = true

    private static let overlayFlags = ["expire", "auto_connect", "become_superpeer"]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            guard let line = ServerFacts.only(section), KnownSections.info(section.name)?.kind == .flag,
                line.text != "0", line.text != "1"
            else { continue }
            self.add(host, line.number, section.name, &findings)
        }
        for entry in host.facts.file["overlay"]?.keyValues ?? [] {
            guard self.overlayFlags.contains(entry.key), entry.value != "0", entry.value != "1" else { continue }
            self.add(host, entry.line, "overlay, \(entry.key)", &findings)
        }
    }

    private static func add(_ host: LintHost, _ line: Int, _ name: String, _ findings: inout LintFindings) {
        findings.add(
            self.info,
            host,
            line: line,
            "'\(name)' in skywelld.cfg of '\(host.name)' is neither 0 nor 1",
            label: "the server does not start",
            help: "write 0 or 1"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.set("elb_support", ["yes"])
            return true
        }
    }
}
