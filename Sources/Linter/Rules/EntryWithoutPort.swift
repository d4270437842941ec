package import Diagnostics

/// A peer entry needs its port.
package enum EntryWithoutPort: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1205"),
        .error,
        "a peer entry has no port",
        cause: "A line of [ips] or [ips_fixed] is an address or a name alone.",
        reason:
            "Without a port under [ips_fixed] the server ends while it starts; under [ips] the entry is useless (skywelld reference §8.3; observed §9).",
        cure: "Write 'address port', such as '10.1.10.55 50333'."
    )
    package static let fault = "a fixed peer of a validator has no port"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed where entry.portText.isEmpty && !entry.isComment {
            findings.add(
                self.info,
                host,
                line: entry.line,
                "peer '\(entry.host)' of '\(host.name)' has no port",
                label: "no port",
                help: "write '\(entry.host) 50333'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let entry = host.facts.fixed.first else { return false }
            edit.replace(line: entry.line, with: entry.host)
            return true
        }
    }
}
