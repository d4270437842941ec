internal import Addressing
internal import Nftables
internal import PacketSpace
internal import Topology

/// Settles, for one host that is known by its files alone, what its rules decide.
struct WrittenHostJudge {
    private let host: WrittenHost
    private let sets: PacketSets
    private let named: NamedSources
    private let packets: PacketJudge

    init(_ host: WrittenHost, _ sets: PacketSets) {
        self.host = host
        self.sets = sets
        self.named = NamedSources(host.listing, sets)
        self.packets = PacketJudge(
            sets: sets,
            prover: Prover(host.listing, store: sets.store),
            listing: host.listing,
            origin: PacketJudge.Origin(source: host.source, listing: host.listing),
            addresses: host.addresses
        )
    }

    /// In the order of the claims; a claim that is not about such a host is absent.
    var findings: [HostFinding] {
        [
            self.validatorUnreachable, self.validatorConfined, self.linksPermitted, self.sentryOpen, self.adminClosed,
            self.ipv6Closed, self.bootSafe,
        ].compactMap(\.self)
    }

    /// Tables that see packets elsewhere.
    var notJudged: [Evidence] {
        self.packets.prover.notJudged.map {
            Evidence(from: self.host.name, "'\($0)' sees packets elsewhere, and is not judged")
        }
    }

    // MARK: - Sets

    private var entering: Diagram { self.sets.all(self.sets.fresh, self.sets.fromWire) }
    private var leaving: Diagram { self.sets.all(self.sets.fresh, self.sets.toWire) }
    private var toPeerPort: Diagram { self.sets.all(self.sets.tcp, self.sets.toPort(self.host.server.peerPort)) }

    /// From the sources that the rules' own sets name, to what these are open to.
    private var permittedIn: Diagram {
        self.sets.any([
            self.named.administration, self.named.monitoring, self.sets.all(self.named.diallers, self.toPeerPort),
            self.named.usesIPv6 ? self.sets.neighbourDiscovery([134, 135, 136]) : .nothing,
        ])
    }

    private var permittedOut: Diagram {
        self.sets.any(
            self.host.server.dials.map(self.flow) + [
                self.named.egress, self.named.usesIPv6 ? self.sets.neighbourDiscovery([133, 135, 136]) : .nothing,
            ]
        )
    }

    private func flow(to link: Endpoint) -> Diagram {
        self.sets.all(self.sets.tcp, self.sets.to(link.address), self.sets.toPort(link.port))
    }

    private var ownPrefixes: [IPPrefix] {
        [IPPrefix.loopback] + self.host.addresses.map { .ipv4(IPv4Prefix($0, length: 32)) }
    }

    // MARK: - Claims

    private var validatorUnreachable: HostFinding? {
        guard self.host.role.isHidden else { return nil }
        return self.finding(
            .validatorUnreachable,
            [
                self.packets.accepted(self.sets.without(self.entering, self.permittedIn), on: .arrival),
                self.packets.answered(self.sets.without(self.entering, self.permittedIn)),
            ],
            "neither accepts nor answers a new packet from the wire but what its named sets open"
        )
    }

    private var validatorConfined: HostFinding? {
        guard self.host.role.isHidden else { return nil }
        return self.finding(
            .validatorConfined,
            [
                self.packets.accepted(self.sets.without(self.leaving, self.permittedOut), on: .departure),
                self.packets.changed(self.leaving, on: .departure, toOthersThan: self.permittedOut),
                self.packets.ledAway(from: self.ownPrefixes),
                self.packets.diverted,
                self.packets.accepted(.everything, on: .passage).map {
                    $0.following("passes on what is not its own: ")
                },
            ],
            "sends no new packet but to its fixed peers and for its named egress, and passes nothing on"
        )
    }

    /// The host's own half of the links that its configuration names, and of those that its rules name.
    private var linksPermitted: HostFinding? {
        let server = self.host.server
        let ofServer =
            self.objectionsToRunning
            + [
                server.deafness(toDiallers: self.named.ownDiallers), server.refusal(of: self.named.ownDiallers),
            ].compactMap(\.self)
        guard !server.dials.isEmpty || !ofServer.isEmpty else { return nil }
        return self.finding(
            .linksPermitted,
            ofServer.map { Objection($0) }
                + server.dials.map { link in
                    let back = self.sets.all(
                        self.sets.tcp,
                        self.sets.fromPort(link.port),
                        self.sets.from(link.address)
                    )
                    let flow = ConnectionPackets(there: self.flow(to: link), back: back)
                    // From whatever address; and where its own are known, from these and from no other.
                    let own = ConnectionPackets(
                        there: self.sets.all(flow.there, self.sets.from(self.host.addresses)),
                        back: self.sets.all(flow.back, self.sets.to(self.host.addresses))
                    )
                    let listener = self.host.server.peerPort
                    let objection =
                        self.packets.objection(toDialled: flow, byServerAt: listener)
                        ?? self.packets.objection(toDialled: own, byServerAt: listener)
                    return objection.map { $0.following("link to \(link): ") }
                },
            "lets the links to its \(self.host.server.dials.count) fixed peers through, first packets and answers"
        )
    }

    private var sentryOpen: HostFinding? {
        guard self.host.role.isPublic else { return nil }
        let port = OpenPort(
            port: self.host.server.peerPort,
            addresses: self.host.addresses,
            strangers: { self.sets.without(self.sets.anybody, self.named.all) },
            toStrangers: { self.sets.without(self.sets.toAnybody, self.named.toAll) },
            meant: { _, _, _ in .nothing }
        )
        let server = self.host.server
        let ofServer =
            self.objectionsToRunning
            + [server.deafness(to: self.publicAddresses), server.refusal(ofStrangersBeside: self.named.ownDiallers)]
            .compactMap(\.self)
        return self.finding(
            .sentryOpen,
            ofServer.map { Objection($0) } + port.objections(of: self.packets),
            port.holding
        )
    }

    private var objectionsToRunning: [String] {
        self.host.server.objectionsToRunning { address in
            self.named.ownAddresses.map { own in own.contains { $0.contains(address) } } ?? true
        }
    }

    /// Where strangers may find the server, as far as its files tell.
    private var publicAddresses: [IPv4Address] {
        let own = self.named.ownAddresses?.map(\.lowerBound) ?? self.host.addresses
        return own.filter(PacketSets.isPublic)
    }

    private var adminClosed: HostFinding? {
        let withoutPorts = self.sets.any([
            self.sets.store.packets(ofProtocol: 1), self.sets.store.packets(ofProtocol: 58),
        ])
        var permitted = [self.permittedIn, withoutPorts]
        if self.host.role.isPublic {
            permitted.append(self.sets.all(self.sets.ipv4, self.toPeerPort))
            // A rule of the owner's own that names a private address is meant; one that lets the Internet in is not.
            permitted.append(self.sets.without(self.sets.ipv4, self.sets.anybody))
        }
        return self.finding(
            .adminClosed,
            [
                self.packets.accepted(self.sets.without(self.entering, self.sets.any(permitted)), on: .arrival),
                self.host.role.isPublic
                    ? self.packets.accepted(self.sets.anybody, on: .passage).map {
                        $0.following("passes on what is not its own: ")
                    } : nil,
            ],
            "no port answers to anybody on the Internet whom no set names"
                + (self.host.role.isPublic ? ", but the peer port" : "")
        )
    }

    private var ipv6Closed: HostFinding? {
        let states = self.named.usesIPv6 ? self.sets.fresh : .everything
        let entering = self.sets.all(states, self.sets.ipv6, self.sets.fromWire)
        let leaving = self.sets.all(states, self.sets.ipv6, self.sets.toWire)
        return self.finding(
            .ipv6Closed,
            [
                self.packets.accepted(self.sets.without(entering, self.permittedIn), on: .arrival),
                self.packets.accepted(self.sets.without(leaving, self.permittedOut), on: .departure),
                self.packets.accepted(self.sets.ipv6, on: .passage),
            ],
            "no IPv6 in, out or through" + (self.named.usesIPv6 ? ", but what its named sets open" : "")
        )
    }

    private var bootSafe: HostFinding? {
        let file = OwnTableOnly(self.host.source, self.host.listing).objections.map {
            Objection("the file does more than it should: \($0)")
        }
        let unit = self.host.firewallUnit.map { BootOrder($0).objections.map { "picket-firewall.service: \($0)" } }
        return self.finding(
            .bootSafe,
            file + ((unit ?? ["there is no unit that loads its rules"]) + self.host.otherUnits).map { Objection($0) },
            "loads its rules before network-pre.target"
        )
    }

    private func finding(_ id: StaticClaim.ID, _ violations: [Objection?], _ observation: String) -> HostFinding {
        HostFinding(
            id: id,
            violations: violations.compactMap(\.self).map { Evidence(from: self.host.name, $0) },
            observation: Evidence(from: self.host.name, observation)
        )
    }
}
