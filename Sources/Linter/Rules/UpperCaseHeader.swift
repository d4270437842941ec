package import Diagnostics
internal import Skywelld
internal import Topology

/// Section names are compared as they are written.
package enum UpperCaseHeader: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1003"),
        .error,
        "a section name has capital letters",
        cause: "A header is written with capital letters, such as [Peer_Private].",
        reason:
            "The server looks for names in lower case; with a capital letter the section does not exist for it (skywelld reference §0.1, J10, and §9, L14).",
        cure: "Write the name in lower case."
    )
    package static let fault = "the header [peer_private] of a validator has capital letters"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections {
            guard section.name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
                KnownSections.contains(section.name.lowercased())
            else { continue }
            findings.add(
                self.info,
                host,
                line: section.headers.first,
                "section '\(section.name)' in skywelld.cfg of '\(host.name)' does not exist for the server",
                label: "capital letters",
                help: "write '[\(section.name.lowercased())]'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.renameHeader(of: "peer_private", to: "[Peer_Private]")
        }
    }
}
