internal import Addressing

/// An address of either family, as the file gives it.
enum IPAddress: Hashable, Sendable {
    case ipv4(IPv4Address)
    case ipv6(IPv6Address)
}

extension IPAddress: CustomStringConvertible {
    var description: String {
        switch self {
        case .ipv4(let address): address.description
        case .ipv6(let address): address.description
        }
    }
}
