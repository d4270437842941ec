internal import Compiler
package import Diagnostics
internal import Topology

/// Strangers are allowed no more connections than the slots leave them.
package enum CeilingAboveSlots: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1606"),
        .error,
        "a ceiling lets strangers take the slots of own hosts",
        cause:
            "'firewall: limits: total' of a sentry or hub is above what its slots leave when its own diallers are in.",
        reason:
            "The server cannot reserve slots: strangers who fill them keep its own validators out, and only the rules can keep some free (skywelld reference §6.2 and §6.4).",
        cure: "Lower the limit, or leave it out: then it is what the slots leave."
    )
    package static let fault = "strangers may open more connections to a sentry than it has slots"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isPublic, let model = host.model, let topology = subject.topology,
            let total = model.firewall.ceilings.total
        else { return }
        let budget = SlotBudget(of: model, in: topology)
        guard total > budget.strangers else { return }
        findings.add(
            self.info,
            host,
            at: model.span,
            "\(host.role.rawValue) '\(host.name)' lets strangers open \(total) connections, and its \(budget.inbound) inbound "
                + "slots leave them \(budget.strangers)",
            label: "\(budget.own) own hosts dial it",
            help: "lower 'limits: total' to \(budget.strangers), or leave it out"
        )
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let topology = subject.topology,
            let host = subject.hosts.first(where: { $0.role.isPublic && $0.model != nil }), let model = host.model
        else { return nil }
        let total = SlotBudget(of: model, in: topology).strangers + 1
        let firewall = FirewallSettings(ceilings: FirewallSettings.Ceilings(total: total))
        return subject.replacing(host.with(firewall: firewall))
    }
}
