package import Diagnostics
internal import Skywelld

/// A comment behind a value is part of the value.
package enum TrailingComment: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1007"),
        .error,
        "a comment stands behind a value",
        cause: "A line holds a value and then '#' and more text.",
        reason:
            "Only a '#' in the first column starts a comment; behind a value it is data (skywelld reference §8.1). A peer entry with a comment is lost without a word (observed §9).",
        cure: "Put the comment on a line of its own, with '#' in the first column."
    )
    package static let fault = "a peer in [ips] has a comment behind it"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where !self.mayHoldHashes(section.name) {
            for line in section.lines where line.text.utf8.contains(UInt8(ascii: "#")) && self.hasComment(line.text) {
                findings.add(
                    self.info,
                    host,
                    line: line.number,
                    "a line of section '\(section.name)' in skywelld.cfg of '\(host.name)' has a comment behind its value",
                    label: "'#' is data here",
                    help: "put the comment on a line of its own, from the first column on"
                )
            }
        }
    }

    /// Names and comments may follow a key, and secrets and JSON may hold any character.
    private static func mayHoldHashes(_ name: String) -> Bool {
        ["validators", "cluster_nodes", "rpc_startup"].contains(name) || KnownSections.info(name)?.isSecret == true
    }

    private static func hasComment(_ text: String) -> Bool {
        guard !text.hasPrefix("#"), !text.hasPrefix("["), !text.contains("password") else { return false }
        return zip(text.utf8, text.utf8.dropFirst()).contains { ($0 == 0x20 || $0 == 0x09) && $1 == UInt8(ascii: "#") }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, host in
            guard let entry = host.facts.file["ips"]?.lines.first else { return false }
            return edit.insert("\(entry.text) # sentry", in: "ips")
        }
    }
}
