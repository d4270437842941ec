import Addressing
import CLinux
import Glibc
import PacketSpace

/// Sends whole packets from this host, whatever source they name.
struct Sender: ~Copyable {
    private let four: Int32
    private let six: Int32

    /// Source: raw(7); `IPV6_HDRINCL` of linux/in6.h.
    init() throws(OracleError) {
        self.four = socket(AF_INET, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), Int32(IPPROTO_RAW))
        self.six = socket(AF_INET6, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), Int32(IPPROTO_RAW))
        guard self.four >= 0, self.six >= 0 else { throw OracleError("raw sockets cannot be opened: errno \(errno)") }
        var yes: Int32 = 1
        var mark = Harness.senderMark
        let includesHeader: Int32 = 36
        let size = socklen_t(4)
        guard setsockopt(self.six, Int32(IPPROTO_IPV6), includesHeader, &yes, size) == 0,
            setsockopt(self.four, SOL_SOCKET, SO_MARK, &mark, size) == 0,
            setsockopt(self.six, SOL_SOCKET, SO_MARK, &mark, size) == 0
        else { throw OracleError("raw sockets cannot be set up: errno \(errno)") }
    }

    deinit {
        close(self.four)
        close(self.six)
    }

    /// Sends a packet through the host's output. That a rule forbids it is no failure.
    func send(_ bytes: [UInt8], _ packet: Packet) {
        switch packet.addresses {
        case .ipv4(_, let destination):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = destination.rawValue.bigEndian
            _ = withUnsafeBytes(of: &address) { Self.send(self.four, bytes, $0) }
        case .ipv6(_, let destination):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            withUnsafeMutableBytes(of: &address.sin6_addr) { target in
                withUnsafeBytes(of: destination.rawValue.bigEndian) { target.copyBytes(from: $0) }
            }
            _ = withUnsafeBytes(of: &address) { Self.send(self.six, bytes, $0) }
        }
    }

    private static func send(_ descriptor: Int32, _ bytes: [UInt8], _ address: UnsafeRawBufferPointer) -> Int {
        let pointer = address.baseAddress?.assumingMemoryBound(to: sockaddr.self)
        return sendto(descriptor, bytes, bytes.count, 0, pointer, socklen_t(address.count))
    }
}
