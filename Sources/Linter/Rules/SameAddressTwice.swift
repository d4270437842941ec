internal import Addressing
package import Diagnostics
internal import Topology

/// The server keeps one connection per address.
package enum SameAddressTwice: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1209"),
        .error,
        "two fixed peers share an address",
        cause: "[ips_fixed] lists an address twice, such as two sentries behind one address with different ports.",
        reason:
            "The server never dials a second peer at an address that it is connected to, so the two count as one (skywelld reference §6).",
        cure: "Give each sentry an address of its own."
    )
    package static let fault = "two sentries of a validator stand behind one address"
    package static let companions: Set<Diagnostic.Code> = [PortsDiffer.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let fixed = host.facts.fixed
        for (index, entry) in fixed.enumerated().dropFirst() {
            guard let address = entry.address, let first = fixed[..<index].first(where: { $0.address == address })
            else { continue }
            findings.add(
                self.info,
                host,
                line: entry.line,
                "'\(host.name)' lists \(address) twice under 'ips_fixed'",
                label: "first on line \(first.line)",
                help: "give each peer an address of its own: the server dials one per address"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.validator) { edit, host in
            guard let entry = host.facts.fixed.first else { return false }
            return edit.insert("\(entry.host) 50998", in: "ips_fixed")
        }
    }
}
