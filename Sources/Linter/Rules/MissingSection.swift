package import Diagnostics
internal import Skywelld

/// Without some sections the server does not start.
package enum MissingSection: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1014"),
        .error,
        "a section that the server needs is missing",
        cause: "There is no skywelld.cfg, or it has no [server], no [node_db], or no [mysql_config].",
        reason:
            "Without [server] or [node_db] the server ends with a message, without [mysql_config] it crashes without one (skywelld reference §8.3; observed §9). The last is a note: a lab's nodes need none.",
        cure: "Add the section; [node_db] and [mysql_config] come from 'daemon' in the topology."
    )
    package static let fault = "the section [node_db] is missing"
    package static let endsServer = true

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard !host.bytes.isEmpty else {
            findings.add(
                self.info,
                host,
                "skywelld.cfg of '\(host.name)' is missing, or empty",
                label: "the server does not start",
                help: "write it anew: picket compile"
            )
            return
        }
        for name in ["server", "node_db"] where host.facts.file[name] == nil {
            findings.add(
                self.info,
                host,
                "skywelld.cfg of '\(host.name)' has no section '\(name)'",
                label: "the server does not start",
                help: "add '[\(name)]'"
            )
        }
    }

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for host in subject.hosts { self.check(host, in: subject, &findings) }
        let without = subject.hosts.filter { $0.facts.file["mysql_config"] == nil }
        guard let first = without.first else { return }
        let others = without.count == 1 ? "" : " and \(without.count - 1) other host\(without.count == 2 ? "" : "s")"
        findings.add(
            self.info,
            as: .note,
            first,
            "skywelld.cfg of '\(first.name)'\(others) has no section 'mysql_config'",
            label: "a real server crashes without it",
            help: "set 'daemon: { mysql_config: file:PATH }' before a real server uses the files; a lab needs none"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard edit.has("node_db") else { return false }
            edit.remove("node_db")
            return true
        }
    }
}
