package import Diagnostics

/// A peer entry is an address and a port, and nothing else.
package enum BadEntry: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1208"),
        .error,
        "a peer entry is malformed",
        cause:
            "A line of [ips] or [ips_fixed] is no IPv4 address with a port: a part is missing, or something follows.",
        reason: "The server drops such a line without a word, or ends while it starts (observed §9).",
        cure: "Write 'address port', such as '10.1.10.55 50333'."
    )
    package static let fault = "a peer entry has only three octets"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed where !entry.isComment && !entry.isIPv6 {
            let isHostBad = entry.address == nil && !entry.isName
            let isPortBad = !entry.portText.isEmpty && !entry.portText.allSatisfy { $0.isASCII && $0.isNumber }
            guard isHostBad || isPortBad, !entry.portText.contains("#") else { continue }
            findings.add(
                self.info,
                host,
                line: entry.line,
                "a peer entry of '\(host.name)' is malformed",
                label: isHostBad ? "no IPv4 address" : "no port",
                help: "write 'address port', such as '10.1.10.55 50333'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in edit.insert("10.1.10 50333", in: "ips") }
    }
}
