package import Diagnostics
internal import Skywelld

/// With `expire` a message tells how far it came.
package enum OverlayExpires: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1214"),
        .error,
        "messages tell how far they came",
        cause: "[overlay] has 'expire = 1'.",
        reason:
            "Proposals and validations then carry a count of hops, and one at a sentry's neighbour tells that the validator is behind that sentry (skywelld reference §5.6 and §9, L19).",
        cure: "Take the line away, or write 'expire = 0'."
    )
    package static let fault = "[overlay] of a host has 'expire = 1'"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let entry = host.facts.file["overlay"]?.keyValues.last(where: { $0.key == "expire" }), entry.value == "1"
        else { return }
        findings.add(
            self.info,
            host,
            line: entry.line,
            "messages of '\(host.name)' tell how far they came",
            label: "counts hops",
            help: "write 'expire = 0'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.set("overlay", ["expire = 1"])
            return true
        }
    }
}
