internal import Addressing

/// Packets in words, such as `tcp from 10.0.0.0/8 to 192.0.2.1:22 in eth0`.
///
/// What is not said may be anything, but the state: packets begin something unless they are said to do something else. So they are
/// new, but for ICMP that is no question.
package struct PacketDescription: Hashable, Sendable {
    /// For help texts.
    package static let grammar = """
        PACKETS:      [ipv4|ipv6] [PROTOCOL] [from ADDRESS] [to ADDRESS]
                      [in INTERFACE] [out INTERFACE] [type N] [state STATE,…]
        PROTOCOL:     tcp, udp, icmp, icmpv6, any, or a number
        ADDRESS:      any, an address or a prefix; with :PORT or :PORT-PORT
                      behind it, IPv6 in brackets then: [fd00::1]:22
        STATE:        new, established, related, invalid, untracked; or any,
                      alone; if nothing is said, that of a first packet
        """

    /// One end of what a packet connects.
    struct End: Hashable, Sendable {
        let prefix: IPPrefix?
        let ports: ClosedRange<UInt16>?
    }

    let family: Family?
    /// The number of the transport protocol.
    let transport: UInt8?
    let source: End?
    let destination: End?
    /// A name, or a name's start and `*`.
    let inputInterface: String?
    let outputInterface: String?
    let icmpType: UInt8?
    /// `nil`: of what begins something.
    let states: [ConnectionState]?

    /// - Throws: Everything that is wrong with the text.
    package init(_ text: String) throws(MalformedDescription) {
        var reader = PacketDescriptionReader(text)
        reader.read()
        guard reader.problems.isEmpty else { throw MalformedDescription(problems: reader.problems) }
        self.family = reader.family
        self.transport = reader.transport
        self.source = reader.source
        self.destination = reader.destination
        self.inputInterface = reader.inputInterface
        self.outputInterface = reader.outputInterface
        self.icmpType = reader.icmpType
        self.states = reader.states
    }

    /// Where such packets are judged if nobody says it: where the interfaces that they have lead.
    package var usualPlace: Place {
        switch (self.inputInterface, self.outputInterface) {
        case (_, nil): .arrival
        case (nil, _): .departure
        case (_, _): .passage
        }
    }

    /// The packets that are meant.
    package func packets(in store: DiagramStore) -> Diagram {
        self.packets(in: store, unlessSaid: store.beginningPackets)
    }

    /// - Parameter usual: Those in the states that are meant if none is said.
    func packets(in store: DiagramStore, unlessSaid usual: @autoclosure () -> Diagram) -> Diagram {
        var parts = [self.states.map { store.packets(in: $0) } ?? usual()]
        if let family { parts.append(store.packets(of: family)) }
        if let transport { parts.append(store.packets(ofProtocol: transport)) }
        if let prefix = self.source?.prefix { parts.append(store.packets(from: prefix)) }
        if let ports = self.source?.ports { parts.append(store.packets(fromPorts: ports)) }
        if let prefix = self.destination?.prefix { parts.append(store.packets(to: prefix)) }
        if let ports = self.destination?.ports { parts.append(store.packets(toPorts: ports)) }
        if let inputInterface { parts.append(store.packets(enteringBy: inputInterface)) }
        if let outputInterface { parts.append(store.packets(leavingBy: outputInterface)) }
        if let icmpType { parts.append(store.packets(ofICMPType: icmpType, self.transport == 58 ? .ipv6 : .ipv4)) }
        return parts.reduce(.everything) { store.intersection($0, $1) }
    }

    /// One of the packets that are meant, as ordinary as can be; `nil` if there are none at the place.
    package func packet(at place: Place) -> Packet? {
        let store = DiagramStore()
        return PacketChoice(store).packet(
            of: store.intersection(self.packets(in: store), store.packets(comingTo: place))
        )
    }
}
