package import Diagnostics
internal import Skywelld
internal import Topology

/// The server ignores sections that it does not know, without a word.
package enum UnknownSection: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1004"),
        .error,
        "a section is unknown to the server",
        cause:
            "The name of a section is none that the server looks for. Near a known name it is an error, else a warning.",
        reason:
            "An unknown section is ignored, without a word in any log (skywelld reference §8.3; observed §9). A mistyped [peer_private] makes a validator public.",
        cure: "Correct the name, or take the section away."
    )
    package static let fault = "the header [peer_private] of a validator is mistyped"
    package static let companions: Set<Diagnostic.Code> = [ValidatorNotPrivate.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        for section in host.facts.file.sections where !self.isKnown(section.name, host) {
            let near = nearest(section.name, in: KnownSections.all.lazy.map(\.name))
            findings.add(
                self.info,
                as: near == nil ? .warning : .error,
                host,
                line: section.headers.first,
                "the server ignores section '\(section.name)' in skywelld.cfg of '\(host.name)'",
                label: "unknown",
                help: near.map { "did you mean '[\($0)]'?" } ?? "take the section away"
            )
        }
    }

    private static func isKnown(_ name: String, _ host: LintHost) -> Bool {
        name.isEmpty || KnownSections.contains(name) || name.hasPrefix("port_")
            || KnownSections.contains(name.lowercased())
            || host.facts.ports.contains { $0.name == name }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.editing(.privateValidator) { edit, _ in
            edit.renameHeader(of: "peer_private", to: "[peer_privat]")
        }
    }
}
