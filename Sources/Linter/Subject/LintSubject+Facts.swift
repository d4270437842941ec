package import Addressing
internal import Diagnostics
internal import Skywelld
package import Topology

extension LintSubject {
    /// What a host's own configuration says about packets.
    package struct HostFacts: Sendable {
        package let role: Role
        package let peerPort: Port
        /// Where it listens there; `nil` if there is no port for peers that can be read.
        package let peerAddress: IPv4Address?
        /// The IPv4 addresses that are known to be its own; may be empty.
        package let addresses: [IPv4Address]
        /// Whom it keeps dialling.
        package let links: [Endpoint]
        /// `[peers_max]`, if it is a number; `nil` if there is none.
        package let peersMax: Int?
        /// Whether it lets nobody in.
        package let isPrivate: Bool
        /// The ports that it opens, with the addresses that it binds them to, as far as these can be read.
        package let listens: [(section: String, address: IPAddress)]
        /// Why the server does not run with this configuration, in words; empty if nothing is known against it.
        package let failures: [String]
    }

    /// `nil` if there is no such host.
    package func facts(ofHost name: String) -> HostFacts? {
        guard let host = self.hosts.first(where: { $0.name == name }) else { return nil }
        return HostFacts(
            role: host.role,
            peerPort: host.peerPort.flatMap { Port("\($0)") } ?? Host.defaultPeerPort,
            peerAddress: host.peerPort == nil
                ? nil : host.facts.peerPort.flatMap { $0["ip"] }.flatMap { IPv4Address($0.text) },
            addresses: host.addresses,
            links: host.facts.fixed.compactMap { entry in
                guard let address = entry.address, let port = entry.port else { return nil }
                return Endpoint(address, port)
            },
            peersMax: ServerFacts.only(host.facts.file["peers_max"]).flatMap { Int($0.text) },
            isPrivate: host.facts.isPrivate,
            listens: host.facts.ports.compactMap { port in port.address.map { (port.name, $0) } },
            failures: self.failures(of: host) + HarmfulStartupCommand.failures(of: host)
        )
    }

    private func failures(of host: LintHost) -> [String] {
        var findings = LintFindings()
        for rule in Linter.hostRules where rule.endsServer && host.dialect.includes(rule.generation) {
            rule.check(host, in: self, &findings)
        }
        return findings.all.filter { $0.severity == .error }.map { "\($0.message): the server does not run" }
    }
}
