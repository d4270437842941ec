package import Diagnostics

/// Secrets are for their owner alone.
package enum SecretsReadable: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1711"),
        .error,
        "others can read a file with secrets",
        cause: "The permission bits of skywelld.cfg let the group or others read it.",
        reason:
            "It holds the seeds of the node's and the validator's keys, and the passwords of its databases (skywelld reference §8.3).",
        cure: "Run 'chmod 600 skywelld.cfg', and make new keys if others had access."
    )
    package static let fault = "everybody can read a skywelld.cfg"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard let mode = host.mode, mode & 0o077 != 0 else { return }
        let others = mode & 0o007 != 0 ? "everybody" : "its group"
        findings.add(
            self.info,
            host,
            "\(others) can read skywelld.cfg of '\(host.name)', which holds its secrets",
            label: "mode \(String(mode & 0o777, radix: 8))",
            help: "run 'chmod 600 \(host.path)/skywelld.cfg'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.hosts.first { $0.mode.map { $0 & 0o077 == 0 } ?? true }.map { subject.replacing($0.with(mode: 0o644)) }
    }
}
