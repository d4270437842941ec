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
        let judge = self.host.role.isHidden ? self : self.withoutOwnRules(at: [.inputFirst, .input, .inputLast])
        // What the user's own rules open on a public server is meant; ssh has a place of its own for that.
        let ssh = self.sets.toPort(Compilation.administrationPort(of: self.host))
        let opensMore = self.host.firewall.rules.contains { $0.point.isInput }
        let toSSH = self.sets.all(packets, self.sets.tcp, ssh)
        return self.finding(
            .adminClosed,
            [judge.accepted(packets, on: .arrival) ?? self.accepted(toSSH, on: .arrival)],
            "no port answers to anybody whom the topology does not name"
                + (self.host.role.isPublic ? ", but the peer port" : "")
                + (self.host.role.isPublic && opensMore ? " and what its own rules let in" : "")
        )
    }

    var adminReachable: HostFinding? {
        let firewall = self.host.firewall
        guard !firewall.administration.isEmpty else { return nil }
        let port = Compilation.administrationPort(of: self.host)
        let sources = firewall.administration.map(\.prefix)
        let there = self.sets.all(self.administration, self.sets.fromWire)
        let back = self.sets.all(self.sets.tcp, self.sets.fromPort(port), self.sets.to(sources), self.sets.toWire)
        return self.finding(
            .adminReachable,
            [
                self.dropped(self.sets.all(there, self.sets.opening), on: .arrival),
                self.dropped(self.sets.all(there, self.sets.answering), on: .arrival),
                self.dropped(self.sets.all(back, self.sets.answering), on: .departure),
                self.untied(self.sets.all(there, self.sets.opening), on: .arrival),
                self.packets.changedConnection(there, on: .arrival, toOthersThan: there),
                self.packets.changedConnection(back, on: .departure, toOthersThan: back),
            ],
            "answers \(sources.map(\.description).joined(separator: ", ")) at port \(port)"
        )
    }

    /// The rules without those of the user's own that let something in: on a public server they are meant.
    ///
    /// - Parameter points: Where they were placed, and stand.
    func withoutOwnRules(at points: Set<FirewallSettings.ExtraRule.Point>) -> HostJudge {
        let own = self.host.firewall.rules.filter { points.contains($0.point) }
        guard !own.isEmpty, let origin else { return self }
        let chain = "input"
        let handles = PlacedRules(origin.source, chain: chain, of: origin.listing).handles(of: own)
        let tables = self.listing.tables.map { table in
            guard "\(table.family) \(table.name)" == Ruleset.table else { return table }
            var copy = table
            for index in copy.chains.indices where copy.chains[index].name == chain {
                copy.chains[index].rules.removeAll { rule in
                    handles.contains(rule.handle) && rule.statements.contains(where: \.mayAccept)
                }
            }
            return copy
        }
        return self.judging(tables)
    }
}

extension ListedStatement {
    /// Whether it may be what lets packets in.
    fileprivate var mayAccept: Bool {
        switch self {
        case .verdict(.accept), .verdictMap: true
        default: false
        }
    }
}
