internal import Addressing
internal import PacketSpace
internal import Topology

/// Sets of packets that the claims are made of, in one store.
struct PacketSets {
    let store: DiagramStore
    /// What begins something: what connection tracking takes for an answer, or for an ICMP error about a flow, is left out.
    /// Whatever else is related is the first packet of a connection that a helper or an expectation of the rules has
    /// announced, whoever sends it. Neighbour discovery is untracked.
    let fresh: Diagram
    /// First packets of a TCP connection.
    let opening: Diagram
    /// Later packets of a TCP connection, whatever tracking takes them for.
    let later: Diagram
    /// Later packets of a TCP connection, as both ends send them.
    let answering: Diagram
    /// Whatever is not between the host and itself.
    let fromWire: Diagram
    /// Packets from the wire that come in by the interface that leads to their source, as those do that are no forgery.
    let fromSegments: Diagram
    let toWire: Diagram
    let ipv4: Diagram
    let ipv6: Diagram
    let tcp: Diagram
    let udp: Diagram

    init(_ store: DiagramStore) {
        self.store = store
        self.ipv4 = store.packets(of: .ipv4)
        self.ipv6 = store.packets(of: .ipv6)
        self.tcp = store.packets(ofProtocol: 6)
        self.udp = store.packets(ofProtocol: 17)
        let errors = store.union(store.packets(ofProtocol: 1), store.packets(ofProtocol: 58))
        let announced = store.difference(store.packets(in: [.related]), errors)
        self.fresh = store.union(store.packets(in: [.new, .invalid, .untracked]), announced)
        self.opening = store.intersection(store.packets(withFlagsOf: TCPFlags.ofOpenings), store.packets(in: [.new]))
        self.later = store.packets(withFlagsOf: TCPFlags.ofLater)
        self.answering = store.intersection(self.later, store.packets(in: [.established]))
        self.fromWire = store.complement(of: store.packets(enteringBy: "lo"))
        self.fromSegments = store.intersection(self.fromWire, store.packets(withReversePath: true))
        self.toWire = store.complement(of: store.packets(leavingBy: "lo"))
    }

    func all(_ sets: Diagram...) -> Diagram { self.all(sets) }

    func all(_ sets: [Diagram]) -> Diagram { sets.reduce(.everything) { self.store.intersection($0, $1) } }

    func any(_ sets: [Diagram]) -> Diagram { sets.reduce(.nothing) { self.store.union($0, $1) } }

    func without(_ set: Diagram, _ taken: Diagram) -> Diagram { self.store.difference(set, taken) }

    func from(_ address: IPv4Address) -> Diagram { self.store.packets(from: .ipv4(IPv4Prefix(address, length: 32))) }

    func to(_ address: IPv4Address) -> Diagram { self.store.packets(to: .ipv4(IPv4Prefix(address, length: 32))) }

    func from(_ prefixes: [IPPrefix]) -> Diagram { self.store.packets(fromAnyOf: prefixes) }

    func to(_ prefixes: [IPPrefix]) -> Diagram { self.store.packets(toAnyOf: prefixes) }

    func from(_ addresses: [IPv4Address]) -> Diagram { self.from(addresses.map { .ipv4(IPv4Prefix($0, length: 32)) }) }

    func to(_ addresses: [IPv4Address]) -> Diagram { self.to(addresses.map { .ipv4(IPv4Prefix($0, length: 32)) }) }

    func toPort(_ port: Port) -> Diagram { self.store.packets(toPorts: port.rawValue...port.rawValue) }

    func fromPort(_ port: Port) -> Diagram { self.store.packets(fromPorts: port.rawValue...port.rawValue) }

    func transport(_ transport: FirewallSettings.TransportProtocol) -> Diagram {
        switch transport {
        case .tcp: self.tcp
        case .udp: self.udp
        }
    }

    /// ICMPv6 without which no address of a neighbour is found. Source: RFC 4861 §4.
    func neighbourDiscovery(_ types: [UInt8]) -> Diagram {
        self.any(types.map { self.store.packets(ofICMPType: $0, .ipv6) })
    }

    // MARK: - Strangers

    /// Where nobody on the Internet has an address. Source: RFC 6890 §2.2.2.
    private static let notPublic: [IPPrefix] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.168.0.0/16", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { IPPrefix($0) }

    /// Whether an address is one of the Internet.
    static func isPublic(_ address: IPv4Address) -> Bool {
        !Self.notPublic.contains { $0.ipv4?.contains(address) ?? false }
    }

    /// Packets from any IPv4 address of the Internet.
    var anybody: Diagram { self.without(self.ipv4, self.from(Self.notPublic)) }

    /// Packets to any IPv4 address of the Internet.
    var toAnybody: Diagram { self.without(self.ipv4, self.to(Self.notPublic)) }

    /// Packets from any IPv4 address of the Internet that is none of the topology's.
    func strangers(of topology: Topology) -> Diagram {
        self.without(self.ipv4, self.from(Self.known(to: topology)))
    }

    /// Packets to any IPv4 address of the Internet that is none of the topology's.
    func toStrangers(of topology: Topology) -> Diagram {
        self.without(self.ipv4, self.to(Self.known(to: topology)))
    }

    private static func known(to topology: Topology) -> [IPPrefix] {
        let inside = topology.segments.filter { !$0.isPublic }.flatMap { $0.prefixes.map(IPPrefix.ipv4) }
        let ours = topology.hosts.flatMap(\.attachments).map { IPPrefix.ipv4(IPv4Prefix($0.address, length: 32)) }
        return self.notPublic + inside + ours
    }
}

extension IPPrefix {
    /// Every host's own. Source: RFC 1122 §3.2.1.3.
    static let loopback = IPPrefix.ipv4(IPv4Prefix(IPv4Address(rawValue: 127 << 24), length: 8))
}
