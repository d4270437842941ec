package import Addressing
internal import CLinux
internal import Glibc

/// Attempts to get something out of a host, made from inside its namespace: one packet each.
package struct EgressAttempts: Sendable {
    /// Ports that software on a server would use: ssh, DNS, HTTP, NTP, HTTPS, RPC, the peer protocol.
    package static let tcpPorts: [Port] = [22, 53, 80, 443, 5_050, 50_333]
    package static let udpPorts: [Port] = [53, 123, 443, 50_333]
    /// ICMP, GRE and SCTP.
    package static let protocols: [Int32] = [1, 47, 132]

    /// The host's own address.
    package let source: IPv4Address
    /// To all of them some packets of each kind; to the first one, a SYN to every TCP port as well.
    package let targets: [IPv4Address]
    /// Connections that the host is meant to have, which are left alone.
    package let allowed: Set<Endpoint>

    package init(from source: IPv4Address, to targets: [IPv4Address], allowed: Set<Endpoint>) {
        self.source = source
        self.targets = targets
        self.allowed = allowed
    }

    /// What came of the attempts.
    package struct Tally: Hashable, Sendable {
        /// Packets that were to be tried.
        package var planned = 0
        /// Packets that this host's kernel was asked to send.
        package var made = 0

        package init(planned: Int = 0, made: Int = 0) {
            self.planned = planned
            self.made = made
        }
    }

    /// Makes all attempts, waits a little for what gets out of each group, and takes them back.
    package func run() -> Tally {
        var tally = self.synToEveryPort()
        for start in stride(from: 0, to: self.targets.count, by: Self.groupSize) {
            let group = self.targets[start..<min(start + Self.groupSize, self.targets.count)]
            let (planned, made) = self.attempt(group)
            tally.planned += planned
            tally.made += made
        }
        return tally
    }

    /// Targets that are tried at once: their sockets stay open meanwhile.
    private static let groupSize = 8
    /// How long a packet is given to get out, in microseconds.
    private static let settle: UInt32 = 50_000

    /// One SYN to each TCP port of the first target, raw: rules may let out what no ordinary program would try.
    private func synToEveryPort() -> Tally {
        var tally = Tally()
        guard let target = self.targets.first else { return tally }
        let ports = (1...65_535).map(UInt16.init).filter { port in
            !(Port(rawValue: port).map { self.allowed.contains(Endpoint(target, $0)) } ?? false)
        }
        tally.planned = ports.count
        let raw = socket(AF_INET, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), Int32(IPPROTO_TCP))
        guard raw >= 0 else { return tally }
        defer { close(raw) }
        var address = SocketAddress.make(target, port: 0)
        let segments = TCPSegment.syns(from: self.source, 40_405, to: target, 1...65_535)
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                segments.withUnsafeBytes { bytes in
                    for port in ports {
                        let segment = bytes.baseAddress?.advanced(by: (Int(port) - 1) * TCPSegment.size)
                        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
                        let result = sendto(raw, segment, TCPSegment.size, 0, pointer, size)
                        // The rules' refusal comes back at once as "not permitted".
                        tally.made += result >= 0 || errno == EPERM ? 1 : 0
                    }
                }
            }
        }
        usleep(Self.settle)
        return tally
    }

    private func attempt(_ targets: ArraySlice<IPv4Address>) -> (planned: Int, made: Int) {
        var sockets: [OwnedSocket] = []
        var planned = 0
        var made = 0
        for target in targets {
            planned += Self.tcpPorts.count { !self.allowed.contains(Endpoint(target, $0)) }
            planned += Self.udpPorts.count + Self.protocols.count
            for port in Self.tcpPorts where !self.allowed.contains(Endpoint(target, port)) {
                made += self.attempt(SOCK_STREAM, 0, Endpoint(target, port), &sockets)
            }
            for port in Self.udpPorts {
                made += self.attempt(SOCK_DGRAM, 0, Endpoint(target, port), &sockets)
            }
            for number in Self.protocols {
                made += self.attempt(SOCK_RAW, number, Endpoint(target, 1), &sockets)
            }
        }
        usleep(Self.settle)
        return (planned, made)
    }

    /// Keeps the socket open, or the kernel would take a packet back that still waits for a hardware address.
    private func attempt(
        _ kind: __socket_type,
        _ number: Int32,
        _ endpoint: Endpoint,
        _ sockets: inout [OwnedSocket]
    ) -> Int {
        let type = Int32(kind.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_INET, type, number)
        guard descriptor >= 0 else { return 0 }
        sockets.append(OwnedSocket(descriptor))
        var address = SocketAddress.make(endpoint.address, port: kind == SOCK_RAW ? 0 : endpoint.port.rawValue)
        // An ICMP echo request (type 8) with its checksum; to the other protocols, eight bytes of nothing in particular.
        let payload: [UInt8] = [8, 0, 0xF7, 0xFF, 0, 0, 0, 0]
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let size = socklen_t(MemoryLayout<sockaddr_in>.size)
                return kind == SOCK_STREAM
                    ? Int(connect(descriptor, pointer, size))
                    : sendto(descriptor, payload, payload.count, 0, pointer, size)
            }
        }
        return result >= 0 || errno == EINPROGRESS || errno == EPERM ? 1 : 0
    }

    /// Closes its socket when the attempts are over.
    private final class OwnedSocket {
        let descriptor: Int32

        init(_ descriptor: Int32) {
            self.descriptor = descriptor
        }

        deinit {
            close(self.descriptor)
        }
    }
}
