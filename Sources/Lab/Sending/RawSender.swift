internal import CLinux
internal import Files
internal import Glibc
internal import PacketSpace

/// Sends whole packets from the calling thread's network namespace, whatever source they name.
///
/// They go through the host's own rules like all that it sends. Sources: raw(7), linux/in6.h.
enum RawSender {
    /// `IPV6_HDRINCL`: the bytes begin with the header. An IPv4 socket of this kind takes it so by itself.
    private static let includesHeader: Int32 = 36

    /// - Throws: Also where a rule of the host's own forbids it (`EPERM`), or no route leads there.
    static func send(_ packet: Packet, number: UInt16) throws(SystemCallError) {
        let bytes = PacketBytes.bytes(of: packet, number: number)
        switch packet.addresses {
        case .ipv4(_, let destination):
            let raw = try Self.socket(AF_INET, "raw IPv4")
            try Self.send(bytes, to: SocketAddress.make(destination, port: 0), "\(destination)", raw)
        case .ipv6(_, let destination):
            let raw = try Self.socket(AF_INET6, "raw IPv6")
            var yes: Int32 = 1
            guard setsockopt(raw.rawValue, Int32(IPPROTO_IPV6), Self.includesHeader, &yes, socklen_t(4)) == 0 else {
                throw SystemCallError("setsockopt", "raw IPv6")
            }
            try Self.send(bytes, to: SocketAddress.make(destination), "\(destination)", raw)
        }
    }

    private static func socket(_ family: Int32, _ subject: String) throws(SystemCallError) -> OwnedDescriptor {
        let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        return try OwnedDescriptor(Glibc.socket(family, type, Int32(IPPROTO_RAW)), "socket", subject)
    }

    private static func send<Address>(
        _ bytes: [UInt8],
        to address: Address,
        _ name: String,
        _ raw: borrowing OwnedDescriptor
    ) throws(SystemCallError) {
        let sent = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(raw.rawValue, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard sent == bytes.count else { throw SystemCallError("send to", name) }
    }
}
