internal import Addressing
internal import PacketSpace
internal import Topology

/// How to send a packet in the lab of its topology: `picket lab send FILE` and these arguments.
package struct PacketReplay: Codable, Equatable, Sendable {
    package let arguments: [String]

    /// - Parameters:
    ///   - packet: As it is on its way to the host, or from it.
    ///   - host: Whose rules decide about it.
    /// - Returns: `nil` if no single packet shows it in the lab: for a packet of an open flow, for one that is passed on,
    ///   and for addresses that nobody has there.
    init?(_ packet: Packet, of host: Host, on journey: Journey, in topology: Topology) {
        guard packet.state == .new, case .ipv4(let source, let destination) = packet.addresses else { return nil }
        let sender: String
        switch journey {
        case .departure:
            guard host.attachments.contains(where: { $0.address == source }) else { return nil }
            sender = host.name.rawValue
        case .arrival:
            guard let place = host.attachments.first(where: { $0.address == destination }) else { return nil }
            sender = Self.sender(of: source, towards: place, in: topology)
        case .passage: return nil
        }
        guard let transport = Self.transport(packet.transport, to: destination) else { return nil }
        self.arguments = ["--from", sender] + transport + ["--source", Self.source(packet.transport, source)]
    }

    /// Who sends with an address: whoever has it on the segment, else the lab's own host there.
    private static func sender(of source: IPv4Address, towards place: Attachment, in topology: Topology) -> String {
        let owner = topology.hosts.first { host in
            host.attachments.contains { $0.address == source && $0.segment == place.segment }
        }
        if let owner { return owner.name.rawValue }
        let isPublic = topology[segment: place.segment]?.isPublic ?? false
        return "\(isPublic ? Vantage.Kind.outsider : .intruder):\(place.segment)"
    }

    private static func transport(_ transport: Packet.Transport, to address: IPv4Address) -> [String]? {
        switch transport {
        case .tcp(_, let port, let flags):
            let names = flags.names
            return ["--to", "\(address):\(port)", "--protocol", "tcp"]
                + (flags == .syn ? [] : ["--flags", names.isEmpty ? "none" : names.joined(separator: ",")])
        case .udp(_, let port): return ["--to", "\(address):\(port)", "--protocol", "udp"]
        case .icmp(let type, let code):
            return ["--to", "\(address)", "--protocol", "icmp", "--type", "\(type)"]
                + (code == 0 ? [] : ["--code", "\(code)"])
        case .icmpv6, .other: return nil
        }
    }

    private static func source(_ transport: Packet.Transport, _ address: IPv4Address) -> String {
        switch transport {
        case .tcp(let port, _, _), .udp(let port, _): "\(address):\(port)"
        case .icmp, .icmpv6, .other: "\(address)"
        }
    }
}
