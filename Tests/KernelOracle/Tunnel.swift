import CLinux
import Glibc

/// A network interface whose cable ends in this process: what is written here, the kernel receives.
struct Tunnel: ~Copyable {
    let name: String
    private let descriptor: Int32

    /// Makes the interface, up. Source: Documentation/networking/tuntap.rst of the kernel.
    init(_ name: String) throws(OracleError) {
        self.name = name
        self.descriptor = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK)
        guard self.descriptor >= 0 else { throw OracleError("/dev/net/tun cannot be opened") }
        var request = Self.request(name)
        request.ifr_ifru.ifru_flags = Int16(IFF_TUN | IFF_NO_PI)
        guard picket_ioctl(self.descriptor, UInt(PICKET_TUNSETIFF), &request) == 0 else {
            throw OracleError("interface \(name) cannot be made: errno \(errno)")
        }
        try Self.bringUp(name)
    }

    deinit {
        close(self.descriptor)
    }

    static func bringUp(_ name: String) throws(OracleError) {
        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(control) }
        var request = Self.request(name)
        request.ifr_ifru.ifru_flags = Int16(IFF_UP)
        guard picket_ioctl(control, UInt(SIOCSIFFLAGS), &request) == 0 else {
            throw OracleError("interface \(name) cannot be brought up: errno \(errno)")
        }
    }

    /// Hands one packet to the kernel, which carries it through all its hooks before this returns.
    func receive(_ packet: [UInt8]) throws(OracleError) {
        guard write(self.descriptor, packet, packet.count) == packet.count else {
            throw OracleError("\(self.name) does not take a packet of \(packet.count) bytes: errno \(errno)")
        }
    }

    /// Throws away what the kernel sent, so that its queue never fills.
    func drain() {
        var buffer = [UInt8](repeating: 0, count: 2048)
        for _ in 0..<4096 where read(self.descriptor, &buffer, buffer.count) <= 0 { return }
    }

    private static func request(_ name: String) -> ifreq {
        var request = ifreq()
        withUnsafeMutableBytes(of: &request.ifr_ifrn) { $0.copyBytes(from: Array(name.utf8.prefix(15))) }
        return request
    }
}
