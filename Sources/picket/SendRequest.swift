internal import Addressing
internal import ArgumentParser
internal import PacketSpace

/// A packet as a command line describes it.
struct SendRequest {
    enum Transport: String, CaseIterable, ExpressibleByArgument {
        case tcp, udp, icmp, icmpv6
    }

    /// Where packets come from if nothing is said: a port that Linux gives to what dials.
    private static let dialPort: UInt16 = 40_000

    /// Where IPv6 packets come from if nothing is said: an address that nobody has (RFC 4193).
    private static let source = IPv6Address(rawValue: 0xFD70_6963_6B65_7400_0000_0000_0000_0001)

    let destination: IPAddress
    private let source: IPAddress?
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
            guard let port else { throw SendProblem("--to needs a port: \(Self.withPort(destination))") }
            guard type == nil, code == nil else {
                throw SendProblem("--type and --code go with --protocol icmp or icmpv6")
            }
            guard flags == nil || transport == .tcp else { throw SendProblem("--flags goes with --protocol tcp") }
            let sourcePort = fromPort ?? Self.dialPort
            self.transport =
                transport == .udp
                ? .udp(source: sourcePort, destination: port)
                : .tcp(source: sourcePort, destination: port, flags: try Self.flags(flags ?? "syn"))
        case .icmp, .icmpv6:
            let isIPv6 = transport == .icmpv6
            guard isIPv6 == Self.isIPv6(destination) else {
                throw SendProblem("--protocol icmp goes with IPv4, and icmpv6 with IPv6")
            }
            guard port == nil, fromPort == nil else { throw SendProblem("ICMP has no ports") }
            guard flags == nil else { throw SendProblem("--flags goes with --protocol tcp") }
            self.transport =
                isIPv6 ? .icmpv6(type: type ?? 128, code: code ?? 0) : .icmp(type: type ?? 8, code: code ?? 0)
        }
        guard from.map({ Self.isIPv6($0) == Self.isIPv6(destination) }) ?? true else {
            throw SendProblem("--source and --to are of two families")
        }
    }

    /// Whether hosts must be lent their addresses.
    var isIPv6: Bool { Self.isIPv6(self.destination) }

    /// - Parameter addresses: The sender's own, of which the one nearest to the destination is the source if none is named.
    func packet(from addresses: [String]) -> Packet {
        switch self.destination {
        case .ipv6(let destination):
            let source = if case .ipv6(let source)? = self.source { source } else { Self.source }
            return Packet(.ipv6(source: source, destination: destination), self.transport)
        case .ipv4(let destination):
            let own = addresses.compactMap { IPv4Address($0) }
            let nearest = own.min { ($0.rawValue ^ destination.rawValue) < ($1.rawValue ^ destination.rawValue) }
            let source =
                if case .ipv4(let source)? = self.source { source } else { nearest ?? IPv4Address(rawValue: 0) }
            return Packet(.ipv4(source: source, destination: destination), self.transport)
        }
    }

    private static func isIPv6(_ address: IPAddress) -> Bool {
        if case .ipv6 = address { true } else { false }
    }

    private static func withPort(_ address: IPAddress) -> String {
        Self.isIPv6(address) ? "'[\(address)]:PORT'" : "\(address):PORT"
    }

    private static func end(_ text: String, _ option: String) throws(SendProblem) -> (IPAddress, UInt16?) {
        if let address = IPv4Address(text) { return (.ipv4(address), nil) }
        if let address = IPv6Address(text) { return (.ipv6(address), nil) }
        // Packets may name port 0, which no endpoint has.
        if let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) {
            let host = text[..<colon]
            if let address = IPv4Address(host) { return (.ipv4(address), port) }
            if host.hasPrefix("["), host.hasSuffix("]"), let address = IPv6Address(host.dropFirst().dropLast()) {
                return (.ipv6(address), port)
            }
        }
        throw SendProblem(
            "'\(text)' of \(option) is no address, nor one with a port, such as 10.0.0.1:22 or [fd00::1]:22"
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
