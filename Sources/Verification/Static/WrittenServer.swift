package import Addressing
internal import Compiler
internal import Topology

/// What a host's `skywelld.cfg` says of that which claims about packets rest on.
package struct WrittenServer: Sendable {
    /// Where it listens for peers.
    private let peerPort: Port
    /// As in the file; `nil` if it says nothing.
    private let peersMax: Int?
    /// Whom it keeps dialling.
    private let dials: Set<Endpoint>

    package init(peerPort: Port, peersMax: Int?, dials: [Endpoint]) {
        self.peerPort = peerPort
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
}
