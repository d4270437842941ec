package import Diagnostics
internal import Topology

/// A byte order mark hides the first header.
package enum ByteOrderMark: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1001"),
        .error,
        "a byte order mark hides the first line of skywelld.cfg",
        cause: "The file begins with a byte order mark, as some editors write it.",
        reason:
            "The server takes the mark for part of the first line, so that a header there is no header and its lines belong to no section (skywelld reference §8.1 and §9, L14).",
        cure: "Save the file as UTF-8 without a byte order mark."
    )
    package static let fault = "a byte order mark stands before a first section [peer_private]"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code, PublicServerPrivate.code]

    private static let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard self.marks.contains(where: { host.bytes.starts(with: $0) }) else { return }
        findings.add(
            self.info,
            host,
            line: 1,
            "skywelld.cfg of '\(host.name)' begins with a byte order mark",
            label: "the server takes it for text",
            help: "save the file as UTF-8 without a byte order mark"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.remove("peer_private")
            edit.lines = ["\u{FEFF}[peer_private]", "1", ""] + edit.lines
            return true
        }
    }
}
