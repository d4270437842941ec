internal import Addressing
private import Glibc
internal import Skywelld

/// Peers that are given by name.
extension NodeConfigurationReader {
    /// Where a name leads, in the order of the resolver; none if it leads nowhere, which is said.
    ///
    /// Waits for the resolver: to be called before anything runs.
    mutating func endpoints(of name: NamedEndpoint, _ looksUpNames: Bool) -> [Endpoint] {
        guard looksUpNames else {
            self.report(
                "warning",
                "'\(name.host)' is left out: the resolvers of this process are not those of the node's network",
                at: name.line
            )
            return []
        }
        let endpoints = Self.addresses(of: name.host).map { Endpoint($0, name.port) }
        if endpoints.isEmpty {
            self.report("warning", "'\(name.host)' is left out: no IPv4 address was found for it", at: name.line)
        }
        return endpoints
    }

    private static func addresses(of host: String) -> [IPv4Address] {
        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: [IPv4Address] = []
        var next = list
        while let entry = next {
            if let socketAddress = entry.pointee.ai_addr, entry.pointee.ai_family == AF_INET {
                // `sockaddr_in`: the family and the port, two bytes each, then the address. Source: ip(7).
                let address = UnsafeRawPointer(socketAddress).loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                addresses.append(IPv4Address(rawValue: UInt32(bigEndian: address)))
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
