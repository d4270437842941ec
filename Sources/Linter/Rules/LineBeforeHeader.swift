package import Diagnostics
internal import Skywelld

/// What stands before the first header belongs to no section.
package enum LineBeforeHeader: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1010"),
        .error,
        "a line stands before the first header",
        cause: "The file begins with data instead of a header or a comment.",
        reason:
            "Such lines belong to a section without a name, which the server never reads (skywelld reference §8.1).",
        cure: "Put the line under the header that it belongs to, or make it a comment."
    )
    package static let fault = "a line of data stands before the first header"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        let lines = host.facts.file[""]?.lines ?? []
        guard let line = lines.first(where: { !self.isExplained($0.text) }) else { return }
        guard !host.bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        findings.add(
            self.info,
            host,
            line: line.number,
            "skywelld.cfg of '\(host.name)' begins with \(lines.count == 1 ? "a line that belongs" : "lines that belong") to no section",
            label: "before the first header",
            help: "put it under a header, or start it with '#'"
        )
    }

    /// Other rules say more about comments and headers that are none.
    private static func isExplained(_ text: String) -> Bool {
        text.hasPrefix("#") || text.hasPrefix("＃") || text.hasPrefix("[") || text.hasPrefix("［")
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing { edit, _ in
            edit.lines.insert("peer_private = 1", at: 0)
            return true
        }
    }
}
