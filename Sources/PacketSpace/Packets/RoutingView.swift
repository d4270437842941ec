package import Addressing

/// What is known of a host's routes, for rules that ask for them.
///
/// The view is taken as complete: the longest prefix decides, and there are no rules of policy routing and no routes with
/// several next hops. What depends on the kernel's version or on addresses that hosts give themselves (link-local ones, the
/// lowest address of a prefix) is unknown.
package struct RoutingView: Hashable, Sendable {
    /// An interface with its own addresses.
    package struct Interface: Hashable, Sendable {
        package let name: String
        /// Each address with the network that it is in.
        package let addresses: [InterfaceAddress]

        package init(name: String, addresses: [InterfaceAddress]) {
            self.name = name
            self.addresses = addresses
        }
    }

    package enum InterfaceAddress: Hashable, Sendable {
        case ipv4(IPv4Address, length: Int)
        case ipv6(IPv6Address, length: Int)
    }

    /// Where packets to a prefix go.
    package struct Route: Hashable, Sendable {
        package let prefix: IPPrefix
        package let interface: String

        package init(to prefix: IPPrefix, by interface: String) {
            self.prefix = prefix
            self.interface = interface
        }
    }

    let interfaces: [Interface]
    /// With those that interfaces have by their addresses; longer prefixes first.
    let routes: [Route]

    /// - Parameter routes: Those that do not follow from the interfaces' addresses, such as the default route.
    package init(interfaces: [Interface], routes: [Route]) {
        self.interfaces = interfaces
        let connected = interfaces.flatMap { interface in
            interface.addresses.map { Route(to: $0.network, by: interface.name) }
        }
        self.routes = (connected + routes).sorted { $0.prefix.length > $1.prefix.length }
    }
}

extension IPPrefix {
    var length: Int {
        switch self {
        case .ipv4(let prefix): prefix.length
        case .ipv6(let prefix): prefix.length
        }
    }
}

extension RoutingView.InterfaceAddress {
    var network: IPPrefix {
        switch self {
        case .ipv4(let address, let length): .ipv4(IPv4Prefix(address, length: length))
        case .ipv6(let address, let length): .ipv6(IPv6Prefix(address, length: length))
        }
    }

    /// The lowest address of a network: everybody's in older kernels of IPv4, any router's in IPv6.
    var lowest: IPPrefix? {
        switch self.network {
        case .ipv4(let network): network.length < 31 ? .ipv4(IPv4Prefix(network.network, length: 32)) : nil
        case .ipv6(let network): network.length < 127 ? .ipv6(IPv6Prefix(network.network, length: 128)) : nil
        }
    }

    /// Everybody's address in a network of IPv4.
    var broadcast: IPPrefix? {
        guard case .ipv4(let network) = self.network, network.length < 31 else { return nil }
        return .ipv4(IPv4Prefix(network.last, length: 32))
    }

    var own: IPPrefix {
        switch self {
        case .ipv4(let address, _): .ipv4(IPv4Prefix(address, length: 32))
        case .ipv6(let address, _): .ipv6(IPv6Prefix(address, length: 128))
        }
    }
}
