package import Diagnostics

/// Ports go from 1 to 65535.
package enum EntryPortOutOfRange: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1206"),
        .error,
        "the port of a peer entry is out of range",
        cause: "A line of [ips] or [ips_fixed] has the port 0, or one above 65535.",
        reason:
            "0 ends the server while it starts; a larger number is taken modulo 65536, so another port is dialled (observed §9).",
        cure: "Write the port on which the peer listens."
    )
    package static let fault = "a fixed peer has port 99999999"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for entry in host.facts.ips + host.facts.fixed where self.isOutOfRange(entry.portText) {
            findings.add(
                self.info,
                host,
                line: entry.line,
                "peer '\(entry.host)' of '\(host.name)' has a port out of range",
                label: "1 to 65535",
                help: "write the port on which the peer listens"
            )
        }
    }

    private static func isOutOfRange(_ text: String) -> Bool {
        guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
        return Int(text).map { !(1...65_535).contains($0) } ?? true
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let entry = host.facts.fixed.first else { return false }
            edit.replace(line: entry.line, with: "\(entry.host) 99999999")
            return true
        }
    }
}
