package import Addressing
internal import Glibc

extension Endpoint {
    /// Connects a TCP socket there and waits for it; false when that fails, with the reason in `errno`.
    ///
    /// Here and not beside its users, because SwiftNIO has a module of its own for the system's socket addresses, and a test
    /// target with both cannot say whose they are.
    package func connect(_ descriptor: Int32) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = self.port.rawValue.bigEndian
        address.sin_addr.s_addr = self.address.rawValue.bigEndian
        return withUnsafeBytes(of: &address) {
            $0.withMemoryRebound(to: sockaddr.self) { Glibc.connect(descriptor, $0.baseAddress, socklen_t(16)) }
        } == 0
    }
}
