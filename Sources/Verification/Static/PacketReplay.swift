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
        guard packet.state == .new else { return nil }
        switch packet.addresses {
        case .ipv4(let source, let destination):
            let way: [String]
            switch journey {
            case .departure:
                guard host.attachments.contains(where: { $0.address == source }) else { return nil }
                way = ["--from", host.name.rawValue]
            case .arrival:
                guard let place = host.attachments.first(where: { $0.address == destination }) else { return nil }
                way = ["--from", Self.sender(of: source, towards: place, in: topology)]
            case .passage: return nil
            }
            self.init(packet.transport, way, from: "\(source)", to: "\(destination)", isIPv6: false)
        case .ipv6(let source, let destination):
            guard Self.isSendable(source), Self.isSendable(destination) else { return nil }
            // Hosts have no IPv6 in the lab, and are lent what the packet names: only the segment has to fit.
            let interface = journey == .departure ? packet.outputInterface : packet.inputInterface
            let place = host.attachments.first { $0.segment.rawValue == interface } ?? host.attachments.first
            guard let place else { return nil }
            let way: [String]
            switch journey {
            case .departure: way = ["--from", host.name.rawValue, "--segment", place.segment.rawValue]
            case .arrival:
                way = ["--from", Self.vantage(on: place.segment, in: topology), "--at", host.name.rawValue]
            case .passage: return nil
            }
            self.init(packet.transport, way, from: "\(source)", to: "\(destination)", isIPv6: true)
        }
    }

    /// - Parameter way: Who sends it, and who has its destination.
    private init?(
        _ transport: Packet.Transport,
        _ way: [String],
        from source: String,
        to destination: String,
        isIPv6: Bool
    ) {
        let withPort = { (address: String, port: UInt16) in isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
        let what: [String]
        switch transport {
        case .tcp(let from, let port, let flags):
            let names = flags.names
            what =
                ["--to", withPort(destination, port), "--protocol", "tcp"]
                + (flags == .syn ? [] : ["--flags", names.isEmpty ? "none" : names.joined(separator: ",")])
                + ["--source", withPort(source, from)]
        case .udp(let from, let port):
            what = ["--to", withPort(destination, port), "--protocol", "udp", "--source", withPort(source, from)]
        case .icmp(let type, let code), .icmpv6(let type, let code):
            what =
                ["--to", destination, "--protocol", isIPv6 ? "icmpv6" : "icmp", "--type", "\(type)"]
                + (code == 0 ? [] : ["--code", "\(code)"]) + ["--source", source]
        case .other: return nil
        }
        self.arguments = way + what
    }

    /// Who sends with an address: whoever has it on the segment, else the lab's own host there.
    private static func sender(of source: IPv4Address, towards place: Attachment, in topology: Topology) -> String {
        let owner = topology.hosts.first { host in
            host.attachments.contains { $0.address == source && $0.segment == place.segment }
        }
        return owner?.name.rawValue ?? Self.vantage(on: place.segment, in: topology)
    }

    private static func vantage(on segment: SegmentName, in topology: Topology) -> String {
        let isPublic = topology[segment: segment]?.isPublic ?? false
        return "\(isPublic ? Vantage.Kind.outsider : .intruder):\(segment)"
    }

    /// Whether a host can have it: it is not ::, ::1, multicast, of one link, or an IPv4 address in disguise.
    private static func isSendable(_ address: IPv6Address) -> Bool {
        let first = address.groups[0]
        return first >= 0x0100 && first < 0xFE00
    }
}
