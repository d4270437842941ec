internal import Compiler
package import Diagnostics
internal import Topology

/// The rules of a hidden host let nobody in but named sources.
package enum HiddenLetsStrangersIn: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1106"),
        .error,
        "the rules of a hidden host let strangers in",
        cause:
            "The ruleset of a validator or relay has an input rule that accepts new packets without naming a source, or does not drop what no rule names.",
        reason:
            "The server still listens when it is private, answers /crawl and names its sentries (skywelld reference §6.3 and §9, L6). What this rule cannot read it takes for open; the proof over all packets is exact.",
        cure: "Name the source in the rule ('ip saddr …'), and give the input chain the policy drop."
    )
    package static let fault = "the rules of a validator accept packets to its peer port from anywhere"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden, let rules = host.rules else { return }
        for opening in rules.openings {
            findings.add(
                self.info,
                host,
                line: opening.line,
                in: .ruleset,
                "the rules of \(host.role.rawValue) '\(host.name)' let strangers in: '\(opening.text)'",
                label: "no source is named",
                help: "name the source: 'ip saddr … accept'"
            )
        }
        if !rules.dropsByDefault {
            findings.add(
                self.info,
                host,
                in: .ruleset,
                "the rules of \(host.role.rawValue) '\(host.name)' do not drop what no rule names",
                label: "strangers can reach it",
                help: "give the input chain 'policy drop'"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let host = subject.hosts.first(where: { $0.role == .validator && $0.rules?.isClosed == true }),
            let rules = host.rules
        else { return nil }
        var lines = rules.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let hook = lines.firstIndex(where: { $0.contains("hook input") }) else { return nil }
        lines.insert("        tcp dport \(host.peerPort ?? 50_333) accept", at: hook + 1)
        return subject.replacing(host.with(rules: RulesetText(lines.joined(separator: "\n"))))
    }
}
