internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// The host's own half of each of its links.
extension HostJudge {
    var linksPermitted: HostFinding? {
        let dials = self.topology.links(from: self.host.name)
        let dialled = self.topology.links(to: self.host.name)
        guard !dials.isEmpty || !dialled.isEmpty else { return nil }
        let judge = self.exceptOwnDrops
        return self.finding(
            .linksPermitted,
            self.permits(dials, dialled)
                ? []
                : dials.map { self.objection(asDiallerOf: $0, judge) }
                    + dialled.map { self.objection(asListenerOf: $0, judge) },
            "lets \(dials.count) dialled and \(dialled.count) accepted links through, first packets and answers"
                + self.besideOwnDrops
        )
    }

    /// Whether all links together get through, which is settled sooner than for each of them.
    private func permits(_ dials: [Link], _ dialled: [Link]) -> Bool {
        guard !self.prover.changesAnything else { return false }
        let sets = self.sets
        // One end is the host's own and the same for many links, so that the other ends are one set of addresses.
        let outward = Dictionary(grouping: dials) { Endpoint($0.source, $0.endpoint.port) }.map { own, links in
            self.flow(from: [own.address], to: links.map(\.endpoint.address), own.port)
        }
        let (there, back) = (sets.any(outward.map(\.there)), sets.any(outward.map(\.back)))
        let inward = Dictionary(grouping: dialled, by: \.endpoint).map { own, links in
            self.flow(from: links.map(\.source), to: [own.address], own.port)
        }
        let begun = sets.any([sets.opening, sets.answering])
        let leaving = sets.any([
            sets.all(begun, sets.without(there, self.fromListener)),
            sets.all(sets.answering, sets.any(inward.map(\.back))),
        ])
        let arriving = sets.any([
            sets.all(begun, sets.any(inward.map(\.there))),
            sets.all(sets.answering, sets.without(back, self.toListener)),
        ])
        return self.prover.droppable(sets.all(leaving, sets.toWire), on: .departure) == .nothing
            && self.prover.droppable(sets.all(arriving, sets.fromSegments), on: .arrival) == .nothing
    }

    /// Packets from some addresses to some, and answers to them.
    private func flow(
        from sources: [IPv4Address],
        to destinations: [IPv4Address],
        _ port: Port
    ) -> (there: Diagram, back: Diagram) {
        let there = self.sets.all(self.sets.toPort(port), self.sets.to(destinations), self.sets.from(sources))
        let back = self.sets.all(self.sets.fromPort(port), self.sets.to(sources), self.sets.from(destinations))
        return (self.sets.all(self.sets.tcp, there), self.sets.all(self.sets.tcp, back))
    }

    /// Nothing dials from the port that the server listens on: Linux gives it to nobody else (`__inet_hash_connect`).
    private var fromListener: Diagram { self.sets.fromPort(self.host.peerPort) }
    private var toListener: Diagram { self.sets.toPort(self.host.peerPort) }

    private func objection(asDiallerOf link: Link, _ judge: PacketJudge) -> Objection? {
        let flow = ConnectionPackets(there: self.flow(of: link), back: self.answers(of: link))
        return judge.objection(toDialled: flow, byServerAt: self.host.peerPort)
            .map { $0.following("link to \(link.listener): ") }
    }

    private func objection(asListenerOf link: Link, _ judge: PacketJudge) -> Objection? {
        let flow = ConnectionPackets(there: self.flow(of: link), back: self.answers(of: link))
        return judge.objection(toAccepted: flow).map { $0.following("link from \(link.dialler): ") }
    }

    private func flow(of link: Link) -> Diagram {
        let ends = self.sets.all(self.sets.from(link.source), self.sets.to(link.endpoint.address))
        return self.sets.all(self.sets.tcp, ends, self.sets.toPort(link.endpoint.port))
    }

    private func answers(of link: Link) -> Diagram {
        let ends = self.sets.all(self.sets.from(link.endpoint.address), self.sets.to(link.source))
        return self.sets.all(self.sets.tcp, ends, self.sets.fromPort(link.endpoint.port))
    }
}
