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

    static func make(_ address: IPv6Address) -> sockaddr_in6 {
        var result = sockaddr_in6()
        result.sin6_family = sa_family_t(AF_INET6)
        withUnsafeMutableBytes(of: &result.sin6_addr) { target in
            withUnsafeBytes(of: address.rawValue.bigEndian) { target.copyBytes(from: $0) }
        }
        return result
    }
}
