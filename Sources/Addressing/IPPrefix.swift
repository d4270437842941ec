/// A network of either family in CIDR form.
package enum IPPrefix: Hashable, Sendable {
    case ipv4(IPv4Prefix)
    case ipv6(IPv6Prefix)

    /// Reads a prefix, or an address as the prefix that holds it alone; `nil` if the text is neither.
    package init?(_ text: some StringProtocol) {
        if let prefix = IPv4Prefix(text) {
            self = .ipv4(prefix)
        } else if let prefix = IPv6Prefix(text) {
            self = .ipv6(prefix)
        } else if let address = IPv4Address(text) {
            self = .ipv4(IPv4Prefix(address, length: 32))
        } else if let address = IPv6Address(text) {
            self = .ipv6(IPv6Prefix(address, length: 128))
        } else {
            return nil
        }
    }

    package var ipv4: IPv4Prefix? {
        if case .ipv4(let prefix) = self { prefix } else { nil }
    }

    package var ipv6: IPv6Prefix? {
        if case .ipv6(let prefix) = self { prefix } else { nil }
    }
}

extension IPPrefix: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ipv4(let prefix): prefix.description
        case .ipv6(let prefix): prefix.description
        }
    }
}
