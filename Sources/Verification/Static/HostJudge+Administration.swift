internal import Addressing
internal import Compiler
internal import Nftables
internal import PacketSpace
internal import Topology

/// Who reaches a host besides its peers.
extension HostJudge {
    var adminClosed: HostFinding? {
        let peers = self.sets.all(self.sets.ipv4, self.sets.tcp, self.sets.toPort(self.host.peerPort))
        let permitted = self.sets.any([
            self.administration, self.monitoring, self.host.role.isPublic ? peers : self.diallers,
        ])
        // ICMP has no ports: what a host answers to it, it does not administer by.
        let withoutPorts = self.sets.any([
            self.sets.store.packets(ofProtocol: 1), self.sets.store.packets(ofProtocol: 58),
        ])
        let packets = self.sets.without(
            self.sets.all(self.sets.fresh, self.sets.fromWire),
            self.sets.any([permitted, withoutPorts])
        )
        // What the user's own rules open on a public server is meant; ssh has a place of its own for that.
        let opened = self.letInByOwnRules(packets, at: [.inputFirst, .input, .inputLast])
        let ssh = self.sets.toPort(Compilation.administrationPort(of: self.host))
        let opensMore = self.host.firewall.rules.contains { $0.point.isInput }
        let toSSH = self.sets.all(packets, self.sets.tcp, ssh)
        return self.finding(
            .adminClosed,
            [
                self.accepted(self.sets.without(packets, opened), on: .arrival)
                    ?? self.accepted(toSSH, on: .arrival), self.passedOn,
            ],
            "no port answers to anybody whom the topology does not name"
                + (self.host.role.isPublic ? ", but the peer port" : "")
                + (self.host.role.isPublic && opensMore ? " and what its own rules let in" : "")
        )
    }

    /// A packet that a public host passes on, past the rules of whoever gets it; `nil` if there is none. What the user's own rules let
    /// through is meant.
    private var passedOn: Objection? {
        guard self.host.role.isPublic else { return nil }
        let passed = self.prover.acceptable(self.sets.ipv4, on: .passage)
        guard passed != .nothing else { return nil }
        let meant = self.letInByOwnRules(passed, at: [.forward], on: .passage)
        return self.accepted(self.sets.without(passed, meant), on: .passage).map {
            $0.following("passes on what is not its own: ")
        }
    }

    /// A packet by which neighbours find each other over IPv6, and that may be dropped; `nil` if there is none.
    private var lostNeighbour: Objection? {
        let discovery = NeighbourDiscovery(self.sets.store, of: self.host, in: self.topology)
        let judge = self.exceptOwnDrops.judging { $0.withinCeilings(of: .recurring) }
        let lost =
            judge.cut(discovery.entering, on: .arrival) ?? judge.cut(discovery.leaving, on: .departure)
            ?? judge.touched(discovery.entering, on: .arrival) { _ in false }
            ?? judge.touched(discovery.leaving, on: .departure) { _ in false }
        return lost.map { $0.following("without it no neighbour is found over IPv6: ") }
    }

    var adminReachable: HostFinding? {
        let firewall = self.host.firewall
        guard !firewall.administration.isEmpty else { return nil }
        let port = Compilation.administrationPort(of: self.host)
        let sources = firewall.administration.map(\.prefix)
        let judge = self.exceptOwnDrops
        let there = self.sets.all(
            self.administration,
            self.sets.fromWire,
            self.sets.any([self.sets.opening, self.sets.answering])
        )
        let back = self.sets.all(
            self.sets.answering,
            self.sets.fromPort(port),
            self.sets.to(sources),
            self.sets.toWire
        )
        return self.finding(
            .adminReachable,
            [
                judge.cut(there, on: .arrival), judge.cut(back, on: .departure),
                judge.touched(there, on: .arrival) { _ in false },
                judge.touched(back, on: .departure) { _ in false },
                sources.contains { $0.ipv6 != nil } ? self.lostNeighbour : nil,
            ],
            "answers \(sources.map(\.description).joined(separator: ", ")) at port \(port)\(self.besideOwnDrops)"
        )
    }
}
