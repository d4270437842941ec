internal import Compiler
internal import Diagnostics
internal import Lab
internal import Linter
internal import Topology

extension RefusedRule {
    /// The error, at the rule's own place in the topology.
    var diagnostic: Diagnostic {
        .error(
            RuleRefusal.info.code,
            "nftables does not take this rule of \(self.host): \(self.message)",
            at: self.rule.span,
            label: self.part.map { "here: '\($0)'" } ?? "",
            help: "write it as nft(8) says; it stands in chain \(self.rule.point.rawValue) of table inet picket"
        )
    }
}

extension ExtraRuleCheck {
    /// An error for each of the hosts' own rules that nftables does not take; a note for each if they cannot be tried.
    ///
    /// Call it while the process has one thread.
    static func diagnostics(_ bundles: [Bundle], of topology: Topology) -> [Diagnostic] {
        do {
            return try self.refused(bundles, of: topology).map(\.diagnostic)
        } catch {
            var seen: Set<SourceSpan> = []
            return topology.hosts.flatMap(\.firewall.rules).filter { seen.insert($0.span).inserted }.map { rule in
                .note(
                    RuleRefusal.untried.code,
                    "this rule was not tried: \(error.message)",
                    at: rule.span,
                    help: error.help
                )
            }
        }
    }
}
