internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// What a public server owes to strangers, and what it keeps from them.
extension HostJudge {
    /// Where strangers find the server.
    private var publicAddresses: [IPv4Address] {
        self.host.attachments.filter { self.topology[segment: $0.segment]?.isPublic ?? false }.map(\.address)
    }

    var toPeerPort: Diagram {
        self.sets.all(self.sets.opening, self.sets.fromSegments, self.sets.toPort(self.host.peerPort))
    }

    /// Whatever may become a connection to the peer port, or keep one: tracking takes up flows in their middle, too.
    var connecting: Diagram {
        self.sets.all(self.sets.tcp, self.sets.fromWire, self.sets.toPort(self.host.peerPort))
    }

    /// Handshakes that a SYN proxy has completed: the host sends them to itself, with the addresses of the stranger.
    var completed: Diagram {
        guard self.hasProxy else { return .nothing }
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

    var hasProxy: Bool {
        self.listing.tables.contains { table in
            table.chains.contains { chain in chain.rules.contains { $0.statements.contains(where: \.isProxy) } }
        }
    }

    /// Those of some packets that are not accepted, and belong to strangers: who these are, a list of all hosts, is asked last.
    private func remaining(of packets: Diagram, on journey: Journey, strangers: () -> Diagram) -> Diagram {
        let rest = self.sets.without(packets, self.prover.acceptable(packets, on: journey))
        return rest == .nothing ? .nothing : self.sets.all(rest, strangers())
    }

    var sentryOpen: HostFinding? {
        guard self.host.role.isPublic, !self.publicAddresses.isEmpty else { return nil }
        let first = self.sets.all(self.toPeerPort, self.sets.to(self.publicAddresses))
        let firstOfStrangers = self.remaining(of: first, on: .arrival) { self.strangers }
        let later = self.sets.all(
            self.sets.answering,
            self.sets.fromSegments,
            self.sets.toPort(self.host.peerPort),
            self.sets.to(self.publicAddresses)
        )
        let laterOfStrangers = self.remaining(of: later, on: .arrival) { self.strangers }
        let answers = self.remaining(
            of: self.sets.all(
                self.sets.answering,
                self.sets.toWire,
                self.sets.fromPort(self.host.peerPort),
                self.sets.any(self.publicAddresses.map { self.sets.from($0) })
            ),
            on: .departure
        ) { self.sets.toStrangers(of: self.topology) }
        // What a SYN proxy has shaken hands with it opens anew, from the host to itself.
        let completed = self.sets.all(self.completed, self.opening, self.sets.store.packets(in: [.new]))
        let proxied = self.remaining(of: completed, on: .departure) { self.strangers }
        let arriving = self.sets.all(
            self.sets.opening,
            self.sets.store.packets(enteringBy: "lo"),
            self.sets.toPort(self.host.peerPort),
            self.sets.to(self.publicAddresses)
        )
        let proxiedOfStrangers =
            self.hasProxy ? self.remaining(of: arriving, on: .arrival) { self.strangers } : .nothing
        return self.finding(
            .sentryOpen,
            [
                self.surelyDropped(proxied, on: .departure), self.surelyDropped(proxiedOfStrangers, on: .arrival),
                self.surelyDropped(firstOfStrangers, on: .arrival), self.surelyDropped(laterOfStrangers, on: .arrival),
                self.surelyDropped(answers, on: .departure),
            ],
            "lets strangers in at port \(self.host.peerPort), within its ceilings"
        )
    }
}

extension ListedStatement {
    var isProxy: Bool { if case .synproxy = self { true } else { false } }
}
