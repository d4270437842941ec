package import Diagnostics
internal import Skywelld

/// The server ignores keys that it does not know, without a word.
package enum UnknownKey: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1013"),
        .error,
        "a key is unknown to the server",
        cause: "A line 'key = value' has a key that its section does not know. Near a known key it is an error.",
        reason:
            "Unknown keys are ignored without a word; there is no connection limit, whatever 'limit' says (skywelld reference §8.2; observed §9).",
        cure: "Correct the key, or take the line away."
    )
    package static let fault = "a key of a port is mistyped"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            let isPort = host.facts.ports.contains { $0.name == section.name }
            guard let known = self.knownKeys(section.name, isPort: isPort) else { continue }
            for entry in section.keyValues where !known.contains(entry.key) {
                if section.name == "server", entry.key.hasSuffix(KnownSections.serverKeySuffix) { continue }
                let near = nearest(entry.key, in: known.sorted())
                let other: Diagnostic.Severity = isPort || section.name == "overlay" ? .warning : .note
                findings.add(
                    self.info,
                    as: near == nil ? other : .error,
                    host,
                    line: entry.line,
                    "key '\(entry.key)' of section '\(section.name)' in skywelld.cfg of '\(host.name)' is unknown",
                    label: "ignored",
                    help: near.map { "did you mean '\($0)'?" }
                )
            }
        }
    }

    private static func knownKeys(_ section: String, isPort: Bool) -> Set<String>? {
        if isPort { return KnownSections.portKeys }
        if section == "server" { return KnownSections.portKeys.union(KnownSections.serverKeys) }
        guard case .keyValues(let keys)? = KnownSections.info(section)?.kind, !keys.isEmpty else { return nil }
        return keys
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            host.facts.peerPort.map { edit.insert("protocl = peer", in: $0.name) } ?? false
        }
    }
}
