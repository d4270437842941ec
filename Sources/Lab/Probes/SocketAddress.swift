internal import Addressing
internal import Glibc

/// The kernel's form of an endpoint.
enum SocketAddress {
    static func make(_ address: IPv4Address, port: UInt16) -> sockaddr_in {
        var result = sockaddr_in()
        result.sin_family = sa_family_t(AF_INET)
        result.sin_port = port.bigEndian
        result.sin_addr.s_addr = address.rawValue.bigEndian
        return result
    }
}
