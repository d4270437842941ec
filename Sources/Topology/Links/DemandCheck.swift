internal import Diagnostics

/// Checks what a selection demands of the hosts that it chooses.
struct DemandCheck {
    let hosts: [ExpandedHost]
    let choice: HostPlan.Choice
    let target: Target

    func run(_ host: ExpandedHost, _ chosen: [Int], _ diagnostics: inout DiagnosticCollector) {
        if let least = self.choice.demands.atLeast, chosen.count < least.value {
            let message = "'\(host.name)' has \(chosen.count) of at least \(least.value) \(self.target.rawValue)"
            let names = chosen.prefix(5).map { "'\(self.hosts[$0].name)'" }.joined(separator: ", ")
            let help = chosen.isEmpty ? nil : "chosen are \(names); choose more, or ask for fewer"
            diagnostics.append(.error(.tooFewChosen, message, at: least.span, help: help))
        }
        if let spread = self.choice.demands.spread, !chosen.isEmpty {
            self.checkSpread(host, chosen, spread, &diagnostics)
        }
    }

    private func checkSpread(
        _ host: ExpandedHost,
        _ chosen: [Int],
        _ spread: SourceSpan,
        _ diagnostics: inout DiagnosticCollector
    ) {
        if let stray = chosen.first(where: { self.hosts[$0].zone == nil }) {
            let message =
                "'\(self.hosts[stray].name)' has no zone, so \(self.target.rawValue) cannot be spread over zones"
            let labels = [Diagnostic.Label("it is this host", at: self.hosts[stray].span)]
            let help = "give it a 'zone'"
            diagnostics.append(.error(.notSpread, message, at: spread, labels: labels, help: help))
            return
        }
        guard let zone = self.hosts[chosen[0]].zone, chosen.allSatisfy({ self.hosts[$0].zone == zone }) else { return }
        let message = "all \(self.target.rawValue) of '\(host.name)' are in the zone '\(zone)'"
        let help = "choose at least one of another zone, or do not ask for 'spread_over'"
        diagnostics.append(.error(.notSpread, message, at: spread, help: help))
    }
}
