internal import CLinux
internal import Files
internal import Glibc
internal import PacketSpace

/// Sends whole IPv4 packets from the calling thread's network namespace, whatever source they name.
///
/// They go through the host's own rules like all that it sends. Source: raw(7).
enum RawSender {
    /// - Throws: Also where a rule of the host's own forbids it (`EPERM`), or no route leads there.
    static func send(_ packet: Packet, number: UInt16) throws(SystemCallError) {
        guard case .ipv4(_, let destination) = packet.addresses else {
            preconditionFailure("the lab's hosts have no IPv6")
        }
        let raw = try OwnedDescriptor(
            socket(AF_INET, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), Int32(IPPROTO_RAW)),
            "socket",
            "raw IPv4"
        )
        let bytes = PacketBytes.bytes(of: packet, number: number)
        var address = SocketAddress.make(destination, port: 0)
        let sent = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(raw.rawValue, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard sent == bytes.count else { throw SystemCallError("send to", "\(destination)") }
    }
}
