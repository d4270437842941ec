internal import Compiler
package import Diagnostics
internal import Topology

/// A ceiling for a part of the strangers is below the one for all of them, or it never stops anybody.
package enum IdleCeiling: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1607"),
        .warning,
        "a ceiling for one address or /24 is above the one for all strangers",
        cause:
            "'firewall: limits: per_source' or 'per_prefix' of a sentry or hub is above 'total', or above what the slots leave strangers where no total is given.",
        reason:
            "All strangers together reach their ceiling before one of them reaches his: one address may take every slot that strangers have, which is what the limit was meant to prevent.",
        cure: "Set it well below the total, or leave it out."
    )
    package static let fault = "one address may open more connections to a sentry than all strangers together"

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isPublic, let model = host.model, let topology = subject.topology else { return }
        let ceilings = model.firewall.ceilings
        let total = ceilings.total ?? SlotBudget(of: model, in: topology).strangers
        for (name, ceiling) in [("per_source", ceilings.perSource), ("per_prefix", ceilings.perPrefix)] {
            guard let ceiling, ceiling > total else { continue }
            findings.add(
                self.info,
                host,
                at: model.span,
                "\(host.role.rawValue) '\(host.name)' has '\(name): \(ceiling)', and lets all strangers together open \(total) "
                    + "connections",
                label: ceilings.total == nil ? "its slots leave strangers \(total)" : "its total is \(total)",
                help: "set 'limits: \(name)' below \(total), or leave it out"
            )
        }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        guard let topology = subject.topology,
            let host = subject.hosts.first(where: { $0.role.isPublic && $0.model != nil }), let model = host.model
        else { return nil }
        let total = SlotBudget(of: model, in: topology).strangers
        let ceilings = FirewallSettings.Ceilings(total: total, perSource: total + 1)
        return subject.replacing(host.with(firewall: FirewallSettings(ceilings: ceilings)))
    }
}
