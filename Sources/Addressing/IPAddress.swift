/// An address of either family.
package enum IPAddress: Hashable, Sendable {
    case ipv4(IPv4Address)
    case ipv6(IPv6Address)

    /// The network that holds it alone.
    package var prefix: IPPrefix {
        switch self {
        case .ipv4(let address): .ipv4(IPv4Prefix(address, length: 32))
        case .ipv6(let address): .ipv6(IPv6Prefix(address, length: 128))
        }
    }
}

extension IPAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ipv4(let address): address.description
        case .ipv6(let address): address.description
        }
    }
}
