package import Diagnostics
internal import Skywelld
internal import Topology

/// A server passes on the votes of validators that it trusts, and no others.
package enum ValidatorUnknownToSentry: LintRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1412"),
        .error,
        "a validator's votes stop at its sentry",
        cause: "A host between a validator and the network does not have the validator's key in its [validators].",
        reason: "Untrusted validations are never passed on (skywelld reference §5.6 and §9, rule 3).",
        cure: "Add the validator's validation key to [validators] of its sentries and relays."
    )
    package static let fault = "a sentry does not trust its validator"

    package static let companions: Set<Diagnostic.Code> = [UnsafeQuorum.code]

    package static func check(_ subject: LintSubject, _ findings: inout LintFindings) {
        for host in subject.hosts where host.role == .validator {
            guard let key = host.facts.validationSeed?.key?.base58 else { continue }
            let forwarders = self.forwarders(of: host, in: subject)
            let strangers = forwarders.filter { !subject.hosts[$0].facts.validatorList.distinct.contains(key[...]) }
            // Of servers whose addresses are not known, those that it dials may be the ones that trust it.
            let mayBeElsewhere = subject.listeners[host.index].isEmpty
            guard !mayBeElsewhere || forwarders.count - strangers.count < host.facts.fixed.count else { continue }
            for forwarder in strangers.map({ subject.hosts[$0] }) {
                findings.add(
                    self.info,
                    forwarder,
                    line: forwarder.facts.line(of: "validators"),
                    "\(forwarder.role.rawValue) '\(forwarder.name)' does not trust validator '\(host.name)', so its votes stop there",
                    label: "no line for '\(host.name)'",
                    help: "add '\(key)' under '[validators]'"
                )
            }
        }
    }

    /// Whoever passes a validator's votes on: its listeners, and behind relays theirs.
    ///
    /// Where the addresses of servers are not known, every public server may be one.
    private static func forwarders(of host: LintHost, in subject: LintSubject) -> [Int] {
        var found: [Int] = []
        for listener in subject.listeners[host.index] where listener != host.index && !found.contains(listener) {
            found.append(listener)
            guard subject.hosts[listener].role == .relay else { continue }
            found += subject.listeners[listener].filter { !found.contains($0) && $0 != host.index }
        }
        if found.isEmpty, subject.topology == nil {
            return subject.hosts.indices.filter { subject.hosts[$0].role.isPublic }
        }
        return found
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        for host in subject.hosts where host.role == .validator {
            guard let key = host.facts.validationSeed?.key?.base58 else { continue }
            let forwarders = self.forwarders(of: host, in: subject)
            let mutated = subject.editing(HostPlace { forwarders.contains($0.index) }) { edit, forwarder in
                guard let line = forwarder.facts.validators.first(where: { ServerFacts.key(of: $0) == key }) else {
                    return false
                }
                edit.lines.remove(at: line.number - 1)
                return true
            }
            if let mutated { return mutated }
        }
        return nil
    }
}
