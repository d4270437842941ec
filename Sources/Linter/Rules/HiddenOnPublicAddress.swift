internal import Addressing
package import Diagnostics
internal import Topology

/// A validator that listens where strangers are rests on its firewall alone.
package enum HiddenOnPublicAddress: HostRule {
    package static let info = DiagnosticInfo(
        .init(rawValue: "P1105"),
        .error,
        "a hidden host listens where strangers are",
        cause:
            "A port of a validator or relay is bound to a public address, or to all addresses of a host that has one.",
        reason:
            "Whoever reaches the peer port recognises the server by its certificate and reads its sentries from /crawl, private or not (skywelld reference §9, L6 and L16). With rules that let nobody in, only they stand between: that is a note.",
        cure: "Bind the port to a private address; where there is none, keep the rules closed."
    )
    package static let fault = "a validator without rules is bound to a public address"
    package static let companions: Set<Diagnostic.Code> = [HiddenLetsStrangersIn.code, BindsForeignAddress.code]

    package static func check(_ host: LintHost, in subject: LintSubject, _ findings: inout LintFindings) {
        guard host.role.isHidden else { return }
        let isClosed = host.rules?.isClosed ?? false
        for port in host.facts.ports {
            guard let ip = port["ip"], let address = IPv4Address(ip.text) else { continue }
            guard self.isExposed(address, host, subject, isClosed: isClosed) else { continue }
            findings.add(
                self.info,
                as: isClosed ? .note : .error,
                host,
                line: ip.line,
                "\(host.role.rawValue) '\(host.name)' listens on \(address.rawValue == 0 ? "all its addresses" : "public address \(address)")",
                label: isClosed ? "only its rules keep strangers out" : "strangers can reach it",
                help: "bind '\(port.name)' to a private address"
            )
        }
    }

    /// Files that a person wrote do not say which addresses a host has; then the rules decide.
    private static func isExposed(
        _ address: IPv4Address,
        _ host: LintHost,
        _ subject: LintSubject,
        isClosed: Bool
    ) -> Bool {
        guard address.rawValue == 0 else {
            let attachment = host.model?.attachments.first { $0.address == address }
            let isPublic = attachment.flatMap { subject.topology?[segment: $0.segment]?.isPublic }
            return isPublic ?? !HostLiteral.isPrivate(address)
        }
        guard let model = host.model else { return !isClosed }
        return model.attachments.contains { subject.topology?[segment: $0.segment]?.isPublic == true }
    }

    package static func mutate(_ subject: LintSubject) -> LintSubject? {
        let open = subject.editing(.validator) { edit, host in
            guard let ip = host.facts.peerPort?["ip"] else { return false }
            edit.replace(line: ip.line, with: "ip = 192.0.2.77")
            return true
        }
        guard let open, let host = open.hosts.first(where: { $0.role == .validator }) else { return nil }
        return open.replacing(host.with(rules: RulesetText("")))
    }
}
