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
        return self.finding(
            .linksPermitted,
            dials.map { self.objection(asDiallerOf: $0) } + dialled.map { self.objection(asListenerOf: $0) },
            "lets \(dials.count) dialled and \(dialled.count) accepted links through, first packets and answers"
        )
    }

    private func objection(asDiallerOf link: Link) -> Objection? {
        let there = self.flow(of: link)
        let back = self.answers(of: link)
        let objection =
            self.dropped(self.sets.all(there, self.sets.opening, self.sets.toWire), on: .departure)
            ?? self.dropped(self.sets.all(there, self.sets.answering, self.sets.toWire), on: .departure)
            ?? self.dropped(self.sets.all(back, self.sets.answering, self.sets.fromSegments), on: .arrival)
            ?? self.translation(of: link, on: .departure)
        return objection.map { $0.following("link to \(link.listener): ") }
    }

    private func objection(asListenerOf link: Link) -> Objection? {
        let there = self.flow(of: link)
        let back = self.answers(of: link)
        let objection =
            self.dropped(self.sets.all(there, self.sets.opening, self.sets.fromSegments), on: .arrival)
            ?? self.dropped(self.sets.all(there, self.sets.answering, self.sets.fromSegments), on: .arrival)
            ?? self.dropped(self.sets.all(back, self.sets.answering, self.sets.toWire), on: .departure)
            ?? self.translation(of: link, on: .arrival)
        return objection.map { $0.following("link from \(link.dialler): ") }
    }

    private func flow(of link: Link) -> Diagram {
        let ends = self.sets.all(self.sets.from(link.source), self.sets.to(link.endpoint.address))
        return self.sets.all(self.sets.tcp, ends, self.sets.toPort(link.endpoint.port))
    }

    private func answers(of link: Link) -> Diagram {
        let ends = self.sets.all(self.sets.from(link.endpoint.address), self.sets.to(link.source))
        return self.sets.all(self.sets.tcp, ends, self.sets.fromPort(link.endpoint.port))
    }

    /// A link whose addresses are changed on the way does not come to where it is expected, or not from there.
    private func translation(of link: Link, on journey: Journey) -> Objection? {
        guard self.translatesAnything else { return nil }
        let packet = Packet(
            .ipv4(source: link.source, destination: link.endpoint.address),
            .tcp(source: Self.dialPort, destination: link.endpoint.port.rawValue, flags: .syn),
            inputInterface: journey == .arrival ? Self.interface : nil,
            outputInterface: journey == .departure ? Self.interface : nil
        )
        return self.prover.translation(of: packet, on: journey).map {
            "\(packet.words) is translated by \($0.words)"
        }
    }

    /// Of the packet that stands for a link: the first port that Linux gives to what dials, and a common name.
    private static let dialPort: UInt16 = 32_768
    private static let interface = "eth0"

    private var translatesAnything: Bool {
        self.listing.tables.contains { table in
            table.chains.contains { chain in
                chain.rules.contains { rule in
                    rule.statements.contains { if case .translate = $0 { true } else { false } }
                }
            }
        }
    }
}
