package import Diagnostics
internal import Topology

/// A hidden host needs rules.
package enum NoRuleset: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1611"),
        .warning,
        "a validator's bundle has no rules",
        cause: "The folder of a validator holds a skywelld.cfg and no picket.nft.",
        reason:
            "A private server still listens, answers /crawl and names its sentries to whoever reaches it (skywelld reference §6.3 and §9, L6). Rules elsewhere are not seen here.",
        cure: "Compile the bundle with 'picket compile', or put the host's rules beside the file."
    )
    package static let fault = "a validator has no rules"
    package static let companions: Set<Diagnostic.Code> = [HiddenOnPublicAddress.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, host.rules == nil else { return }
        findings.add(
            self.info,
            host,
            "there are no rules for \(host.role.rawValue) '\(host.name)'",
            label: "no picket.nft",
            help: "compile the bundle, or put the host's rules beside the file as 'picket.nft'"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        subject.hosts.first { $0.role.isHidden && $0.rules != nil }.map { subject.replacing($0.withoutRules()) }
    }
}
