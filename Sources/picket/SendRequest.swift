internal import Addressing
internal import ArgumentParser
internal import PacketSpace

/// A packet as a command line describes it.
struct SendRequest {
    enum Transport: String, CaseIterable, ExpressibleByArgument {
        case tcp, udp, icmp
    }

    /// Where packets come from if nothing is said: a port that Linux gives to what dials.
    private static let dialPort: UInt16 = 40_000

    let destination: IPv4Address
    private let source: IPv4Address?
    private let transport: Packet.Transport

    init(
        to: String,
        source: String?,
        _ transport: Transport,
        flags: String?,
        type: UInt8?,
        code: UInt8?
    ) throws(SendProblem) {
        let (destination, port) = try Self.end(to, "--to")
        let (from, fromPort) =
            try source.map { text throws(SendProblem) in try Self.end(text, "--source") } ?? (nil, nil)
        self.destination = destination
        self.source = from
        switch transport {
        case .tcp, .udp:
            guard let port else { throw SendProblem("--to needs a port: \(destination):PORT") }
            guard type == nil, code == nil else { throw SendProblem("--type and --code go with --protocol icmp") }
            guard flags == nil || transport == .tcp else { throw SendProblem("--flags goes with --protocol tcp") }
            let sourcePort = fromPort ?? Self.dialPort
            self.transport =
                transport == .udp
                ? .udp(source: sourcePort, destination: port)
                : .tcp(source: sourcePort, destination: port, flags: try Self.flags(flags ?? "syn"))
        case .icmp:
            guard port == nil, fromPort == nil else { throw SendProblem("ICMP has no ports") }
            guard flags == nil else { throw SendProblem("--flags goes with --protocol tcp") }
            self.transport = .icmp(type: type ?? 8, code: code ?? 0)
        }
    }

    /// - Parameter addresses: The sender's own, of which the one nearest to the destination is the source if none is named.
    func packet(from addresses: [String]) -> Packet {
        let own = addresses.compactMap { IPv4Address($0) }
        let destination = self.destination
        let nearest = own.min { ($0.rawValue ^ destination.rawValue) < ($1.rawValue ^ destination.rawValue) }
        return Packet(
            .ipv4(source: self.source ?? nearest ?? IPv4Address(rawValue: 0), destination: destination),
            self.transport
        )
    }

    private static func end(_ text: String, _ option: String) throws(SendProblem) -> (IPv4Address, UInt16?) {
        if let address = IPv4Address(text) { return (address, nil) }
        if let endpoint = Endpoint(text) { return (endpoint.address, endpoint.port.rawValue) }
        // Packets may name port 0, which no endpoint has.
        if text.hasSuffix(":0"), let address = IPv4Address(text.dropLast(2)) { return (address, 0) }
        throw SendProblem(
            "'\(text)' of \(option) is no IPv4 address, nor one with a port: the lab's hosts have no IPv6"
        )
    }

    private static func flags(_ text: String) throws(SendProblem) -> TCPFlags {
        var flags: TCPFlags = []
        for name in text == "none" ? [] : text.split(separator: ",") {
            guard let flag = TCPFlags(named: name) else { throw SendProblem("'\(name)' is no TCP flag") }
            flags.insert(flag)
        }
        return flags
    }
}

/// A command line describes no packet.
struct SendProblem: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
