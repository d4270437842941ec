package import Addressing
internal import Compiler
internal import Topology

/// What a host's `skywelld.cfg` says of that which claims about packets rest on.
package struct WrittenServer: Sendable {
    /// Where it listens for peers.
    private let peerPort: Port
    /// At which address; `nil` if it listens for none.
    private let peerAddress: IPv4Address?
    /// As in the file; `nil` if it says nothing.
    private let peersMax: Int?
    /// Whom it keeps dialling.
    private let dials: Set<Endpoint>

    package init(peerPort: Port, at peerAddress: IPv4Address?, peersMax: Int?, dials: [Endpoint]) {
        self.peerPort = peerPort
        self.peerAddress = peerAddress
        self.peersMax = peersMax
        self.dials = Set(dials)
    }

    /// What speaks against a claim, though rules are as they should be: they are for another server than the one that is there.
    func objections(to claim: StaticClaim.ID, of host: Host, in topology: Topology) -> [Evidence] {
        let isAboutPort: Set<StaticClaim.ID> = [.linksPermitted, .sentryOpen, .slotsReserved]
        var objections: [String] = []
        if isAboutPort.contains(claim), self.peerPort != host.peerPort {
            objections.append("the server listens for peers at port \(self.peerPort), and not at \(host.peerPort)")
        }
        // Nobody dials a host that has no link to it, and is not public.
        let dialled = topology.links(to: host.name)
        let isDialled = claim == .sentryOpen || claim == .linksPermitted && !dialled.isEmpty
        if isDialled,
            let objection = self.deafness(
                to: claim == .sentryOpen ? host.publicAddresses(in: topology) : dialled.map(\.endpoint.address),
                of: host
            )
        {
            objections.append(objection)
        }
        if claim == .slotsReserved {
            let inbound = SlotBudget.inbound(of: self.peersMax ?? 0)
            let budget = SlotBudget(of: host, in: topology)
            if inbound < budget.inbound {
                objections.append(
                    "[peers_max] leaves \(inbound) inbound slots, and not \(budget.inbound): strangers may take those of our own "
                        + "diallers"
                )
            }
        }
        if claim == .linksPermitted {
            for link in topology.links(from: host.name) where !self.dials.contains(link.endpoint) {
                objections.append(
                    "link to \(link.listener): [ips_fixed] does not have '\(link.endpoint.address) \(link.endpoint.port)'"
                )
            }
        }
        return objections.map { Evidence(from: host.name, "skywelld.cfg: \($0)") }
    }

    /// Why nobody is heard, or not everybody who dials one of some addresses; `nil` if all are.
    private func deafness(to addresses: [IPv4Address], of host: Host) -> String? {
        guard let peerAddress else { return "the server listens for no peers" }
        guard peerAddress != .any else { return nil }
        let isOwn = host.attachments.contains { $0.address == peerAddress }
        return isOwn && addresses.allSatisfy { $0 == peerAddress }
            ? nil : "the server listens for peers at \(peerAddress) alone (ip = 0.0.0.0)"
    }
}

extension Host {
    /// Where strangers find the server.
    func publicAddresses(in topology: Topology) -> [IPv4Address] {
        self.attachments.filter { topology[segment: $0.segment]?.isPublic ?? false }.map(\.address)
    }
}

extension IPv4Address {
    /// All of a host's own.
    fileprivate static let any = IPv4Address(rawValue: 0)
}
