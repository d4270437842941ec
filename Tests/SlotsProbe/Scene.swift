internal import Addressing
internal import Glibc
internal import Lab
internal import Nftables
internal import Topology

/// A server behind its rules, a stranger, and one who is meant to dial it.
struct Scene {
    static let server = Self.host("sentry-1")
    static let stranger = Self.host("stranger")
    static let dialler = Self.host("validator-1")
    /// How long those who try may take, in milliseconds: behind a SYN proxy the first packet may have to be sent again, after a
    /// second.
    private static let patience: Int32 = 2_500
    private static let backlog: Int32 = 128

    private let lab: Lab
    private let listener: Int32
    private let addresses: [HostName: IPv4Address]
    private let port: UInt16

    /// - Parameters:
    ///   - rules: The server's.
    ///   - port: On which it listens.
    init(rules: String, port: UInt16) throws {
        let internet = LabPlan.Segment(name: Self.segment("internet"), prefixes: [Self.prefix("198.51.100.0")])
        let backbone = LabPlan.Segment(name: Self.segment("backbone"), prefixes: [Self.prefix("10.1.10.0")])
        let onInternet = Self.address("198.51.100.11")
        let onBackbone = Self.address("10.1.10.55")
        var server = LabPlan.Host(
            name: Self.server,
            interfaces: [
                .init(segment: internet.name, address: onInternet), .init(segment: backbone.name, address: onBackbone),
            ]
        )
        server.rulesets = [rules]
        let others = [
            LabPlan.Host(
                name: Self.stranger,
                interfaces: [.init(segment: internet.name, address: Self.address("198.51.100.200"))]
            ),
            LabPlan.Host(
                name: Self.dialler,
                interfaces: [.init(segment: backbone.name, address: Self.address("10.1.10.51"))]
            ),
        ]
        self.lab = try Lab(building: LabPlan(segments: [internet, backbone], hosts: [server] + others))
        self.addresses = [Self.stranger: onInternet, Self.dialler: onBackbone]
        self.port = port
        self.listener = try self.lab.inside(Self.server) {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            var any = Self.socketAddress(IPv4Address(rawValue: 0), port)
            let bound = withUnsafePointer(to: &any) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            precondition(descriptor >= 0 && bound == 0 && listen(descriptor, Self.backlog) == 0, "cannot listen")
            return descriptor
        }
    }

    func load(_ rules: String) throws {
        try self.lab.inside(Self.server) { _ = try NftablesContext().run(rules) }
    }

    /// How long connection tracking of the server remembers a connection without packets.
    func setTimeoutOfTracking(seconds: Int) throws {
        let path = "/proc/sys/net/netfilter/nf_conntrack_tcp_timeout_established"
        try self.lab.inside(Self.server) {
            let descriptor = open(path, O_WRONLY)
            let text = "\(seconds)"
            precondition(descriptor >= 0 && write(descriptor, text, text.utf8.count) == text.utf8.count, "\(path)")
            close(descriptor)
        }
    }

    /// Lets a host dial so many times at once.
    ///
    /// - Returns: The connections that came to the server; the others are closed. Only what it accepts counts: a SYN proxy
    ///   answers those whom a ceiling refuses afterwards.
    func connect(_ count: Int, from host: HostName) throws -> [Connection] {
        let diallers = try self.lab.inside(host) { try (0..<count).map { _ in try self.dial(from: host) } }
        var accepted: [UInt16: Int32] = [:]
        let deadline = Self.milliseconds() + Int64(Self.patience)
        while accepted.count < count, case let left = deadline - Self.milliseconds(), left > 0 {
            var waiting = pollfd(fd: self.listener, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, Int32(left)) > 0 else { continue }
            if let (port, descriptor) = self.accept() { accepted[port] = descriptor }
        }
        return diallers.compactMap { dialler in
            guard let server = accepted[Self.localPort(of: dialler)] else {
                close(dialler)
                return nil
            }
            return Connection(dialler: dialler, server: server)
        }
    }

    private func dial(from host: HostName) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        precondition(descriptor >= 0, "no socket")
        guard let address = self.addresses[host] else { preconditionFailure("\(host) knows no way to the server") }
        var target = Self.socketAddress(address, self.port)
        _ = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }

    /// A connection with the dialler's port.
    private func accept() -> (UInt16, Int32)? {
        var peer = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(self.listener, $0, &length) }
        }
        return descriptor < 0 ? nil : (UInt16(bigEndian: peer.sin_port), descriptor)
    }

    private static func localPort(of descriptor: Int32) -> UInt16 {
        var own = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return UInt16(bigEndian: own.sin_port)
    }

    private static func socketAddress(_ address: IPv4Address, _ port: UInt16) -> sockaddr_in {
        var result = sockaddr_in()
        result.sin_family = sa_family_t(AF_INET)
        result.sin_port = port.bigEndian
        result.sin_addr.s_addr = address.rawValue.bigEndian
        return result
    }

    private static func milliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    }

    private static func host(_ text: String) -> HostName {
        guard let name = HostName(text) else { preconditionFailure("\(text) is no name") }
        return name
    }

    private static func segment(_ text: String) -> SegmentName {
        guard let name = SegmentName(text) else { preconditionFailure("\(text) is no name") }
        return name
    }

    private static func address(_ text: String) -> IPv4Address {
        guard let address = IPv4Address(text) else { preconditionFailure("\(text) is no address") }
        return address
    }

    private static func prefix(_ text: String) -> IPv4Prefix { IPv4Prefix(Self.address(text), length: 24) }
}
