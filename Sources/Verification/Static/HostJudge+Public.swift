internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// What a public server owes to strangers, and what it keeps from them.
extension HostJudge {
    private var publicAddresses: [IPv4Address] { self.host.publicAddresses(in: self.topology) }

    var toPeerPort: Diagram {
        self.sets.all(self.sets.opening, self.sets.fromSegments, self.sets.toPort(self.host.peerPort))
    }

    /// Whatever may become a connection to the peer port, or keep one: tracking takes up flows in their middle, too.
    var connecting: Diagram {
        self.sets.all(self.sets.tcp, self.sets.fromWire, self.sets.toPort(self.host.peerPort))
    }

    /// Handshakes that a SYN proxy has completed: the host sends them to itself, with the addresses of the stranger.
    var completed: Diagram {
        guard self.prover.proxies else { return .nothing }
        let byLoopback = self.sets.store.packets(leavingBy: "lo")
        return self.sets.without(
            self.sets.all(
                self.sets.ipv4,
                self.sets.tcp,
                byLoopback,
                self.sets.toPort(self.host.peerPort)
            ),
            self.sets.from(self.ownPrefixes)
        )
    }

    var sentryOpen: HostFinding? {
        guard self.host.role.isPublic, !self.publicAddresses.isEmpty else { return nil }
        let port = OpenPort(
            port: self.host.peerPort,
            addresses: self.publicAddresses,
            strangers: { self.strangers },
            toStrangers: { self.sets.toStrangers(of: self.topology) },
            meant: self.droppedByOwnRules
        )
        let holding = port.holding + (self.host.firewall.rules.isEmpty ? "" : " and its own rules")
        return self.finding(.sentryOpen, port.objections(of: self.packets), holding)
    }
}
