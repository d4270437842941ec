package import Addressing
internal import Glibc

extension Endpoint {
    /// Connects a TCP socket there and waits for it; false when that fails, with the reason in `errno`.
    ///
    /// Here and not beside its users, because SwiftNIO has a module of its own for the system's socket addresses, and a test
    /// target with both cannot say whose they are.
    ///
    /// - Parameters:
    ///   - descriptor: Of the socket.
    ///   - source: The address that it is to come from; `nil` for what the kernel chooses.
    package func connect(_ descriptor: Int32, from source: IPv4Address? = nil) -> Bool {
        if let source, !Self.with(source, port: 0, { bind(descriptor, $0, $1) == 0 }) { return false }
        return Self.with(self.address, port: self.port.rawValue) { Glibc.connect(descriptor, $0, $1) == 0 }
    }

    private static func with(
        _ address: IPv4Address,
        port: UInt16,
        _ call: (UnsafePointer<sockaddr>?, socklen_t) -> Bool
    ) -> Bool {
        var socketAddress = sockaddr_in()
        socketAddress.sin_family = sa_family_t(AF_INET)
        socketAddress.sin_port = port.bigEndian
        socketAddress.sin_addr.s_addr = address.rawValue.bigEndian
        return withUnsafeBytes(of: &socketAddress) {
            $0.withMemoryRebound(to: sockaddr.self) { call($0.baseAddress, socklen_t(16)) }
        }
    }
}
