package import Addressing
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
            peersMax: ServerFacts.only(host.facts.file["peers_max"]).flatMap { Int($0.text) }
        )
    }
}
