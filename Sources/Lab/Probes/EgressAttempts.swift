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

    package let targets: [IPv4Address]
    /// Connections that the host is meant to have, which are left alone.
    package let allowed: Set<Endpoint>

    package init(targets: [IPv4Address], allowed: Set<Endpoint>) {
        self.targets = targets
        self.allowed = allowed
    }

    /// Makes all attempts, waits `settle` milliseconds for what got out, and takes them back.
    ///
    /// - Returns: How many attempts were made: packets that this host's kernel was asked to send.
    package func run(settle: UInt32 = 150) -> Int {
        var sockets: [OwnedSocket] = []
        var made = 0
        for target in self.targets {
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
        usleep(settle * 1_000)
        return made
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
        // No route, no packet: such an attempt cannot show anything.
        return result < 0 && (errno == ENETUNREACH || errno == EADDRNOTAVAIL) ? 0 : 1
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
