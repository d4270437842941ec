package import Diagnostics
internal import Skywelld

/// Of two lines with one key the later one counts.
package enum RepeatedKey: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1015"),
        .warning,
        "a key is set twice",
        cause: "A section has two lines 'key = value' with the same key.",
        reason: "The later one counts (skywelld reference §8.1), and whoever reads the first one is misled.",
        cure: "Leave one of them."
    )
    package static let fault = "a port is bound twice, first to another address"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where self.hasKeys(section.name, host) {
            var lines: [String: Int] = [:]
            for entry in section.keyValues {
                if let first = lines.updateValue(entry.line, forKey: entry.key) {
                    findings.add(
                        self.info,
                        host,
                        line: entry.line,
                        "key '\(entry.key)' of section '\(section.name)' in skywelld.cfg of '\(host.name)' is set twice",
                        label: "replaces line \(first)",
                        help: "leave one of the two lines"
                    )
                }
            }
        }
    }

    private static func hasKeys(_ name: String, _ host: LintHost) -> Bool {
        if name == "server" || host.facts.ports.contains(where: { $0.name == name }) { return true }
        if case .keyValues? = KnownSections.info(name)?.kind { return true }
        return false
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            host.facts.peerPort.map { edit.insert("ip = 127.0.0.1", in: $0.name) } ?? false
        }
    }
}
