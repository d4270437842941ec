package import Diagnostics
internal import Topology

/// One sentry is a single point of failure.
package enum FewSentries: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1501"),
        .warning,
        "a validator has fewer than two sentries",
        cause: "A validator dials one sentry or relay only, or its relays dial one sentry.",
        reason:
            "When it fails, fills up or is taken over, the validator is cut off; with one sentry an observer also knows through whom it speaks (skywelld reference §9, L19).",
        cure: "Give it a second sentry, in another zone."
    )
    package static let fault = "a validator dials one sentry only"
    package static let companions: Set<Diagnostic.Code> = [LinkMissing.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role == .validator, !host.facts.fixed.isEmpty else { return }
        let count = Set(host.facts.fixed.map(\.host)).count
        let relays = Set(subject.listeners[host.index]).filter { subject.hosts[$0].role == .relay }
        let behind = Set(relays.flatMap { subject.hosts[$0].facts.fixed.map(\.host) }).count
        guard count < 2 || !relays.isEmpty && relays.count == count && behind < 2 else { return }
        let what =
            count >= 2
            ? "its relays dial one sentry only"
            : relays.isEmpty ? "it dials one sentry only" : "it dials one relay only"
        findings.add(
            self.info,
            host,
            line: host.facts.fixed.first?.line,
            "validator '\(host.name)' depends on a single host: \(what)",
            label: "the only one",
            help: "give it a second one, in another zone"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(HostPlace { $0.role == .validator && $0.facts.fixed.count > 1 }) { edit, host in
            for entry in host.facts.fixed.dropFirst().reversed() { edit.lines.remove(at: entry.line - 1) }
            return true
        }
    }
}
