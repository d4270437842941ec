package import Diagnostics
internal import Topology

/// A promise of the topology: these hosts are hidden.
package enum BrokenHiding: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1512"),
        .error,
        "a host is not hidden as it must be",
        cause:
            "'expect: hidden' names a host that is public by its role, whose private flag is off, whose rules are open, or that another host lists.",
        reason:
            "A host is hidden when it tells nobody its address, nobody holds it, and nobody can reach it (skywelld reference §9).",
        cure: "Give the host the role 'validator', or take it out of the expectation."
    )
    package static let fault = "the private flag of a host that must be hidden is off"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for expectation in subject.topology?.expectations ?? [] {
            guard case .hidden(let names) = expectation.statement else { continue }
            for name in names {
                guard let host = subject[name], let why = self.objection(host, in: subject) else { continue }
                findings.add(
                    self.info,
                    host,
                    at: expectation.span,
                    "'\(host.name)' is not hidden: \(why)",
                    label: "expected to be hidden",
                    help: "give it the role 'validator', or take it out of the expectation"
                )
            }
        }
    }

    private static func objection(_ host: LintHost, in subject: LintSubject) -> String? {
        if !host.role.isHidden { return "it is a \(host.role.rawValue), and everybody may dial it" }
        if host.role == .validator, !host.facts.isPrivate { return "its private flag is off" }
        if host.rules?.isClosed == false { return "its rules let strangers in" }
        let lister = subject.diallers[host.index].first { host.role == .validator || !subject.hosts[$0].role.isHidden }
        return lister.map { "'\(subject.hosts[$0].name)' lists its address" }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        let names = (subject.topology?.expectations ?? []).flatMap { expectation -> [HostName] in
            if case .hidden(let names) = expectation.statement { names } else { [] }
        }
        return subject.editing(HostPlace { host in names.contains { $0 == host.model?.name } && host.facts.isPrivate })
        {
            edit,
            _ in
            edit.set("peer_private", ["0"])
            return true
        }
    }
}
