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

    /// Gives the interface an address of its own, which no packet of ours has: without one, the kernel drops what is
    /// redirected or masqueraded there.
    func setAddress(_ number: UInt8) throws(OracleError) {
        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let wideControl = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(control)
            close(wideControl)
        }
        var request = Self.request(self.name)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = (UInt32(0xC612_0001) | UInt32(number) << 8).bigEndian
        withUnsafeMutableBytes(of: &request.ifr_ifru) { target in
            withUnsafeBytes(of: address) { target.copyBytes(from: $0) }
        }
        // `struct in6_ifreq` of linux/ipv6.h: address, length of the prefix, index of the interface.
        var wide = (UInt128(0xFD99) << 112 | UInt128(number)).bigEndian
        var wideRequest: [UInt8] = withUnsafeBytes(of: &wide) { Array($0) }
        withUnsafeBytes(of: UInt32(128)) { wideRequest += $0 }
        withUnsafeBytes(of: if_nametoindex(self.name)) { wideRequest += $0 }
        guard picket_ioctl(control, UInt(SIOCSIFADDR), &request) == 0,
            picket_ioctl(wideControl, UInt(SIOCSIFADDR), &wideRequest) == 0
        else { throw OracleError("interface \(self.name) takes no address: errno \(errno)") }
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
