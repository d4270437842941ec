package import Addressing

/// A named set of the table: addresses live in sets, so that a change of addresses is a change of a set.
package struct NamedSet: Hashable, Sendable {
    package enum Elements: Hashable, Sendable {
        /// `type ipv4_addr`.
        case addresses([IPv4Address])
        /// `type ipv4_addr`, as intervals; none may overlap another.
        case prefixes([IPv4Prefix])
        /// `type ipv6_addr`, as intervals; none may overlap another.
        case ipv6Prefixes([IPv6Prefix])
        /// `type ipv4_addr . inet_service`.
        case endpoints([Endpoint])
        /// Filled by rules as packets come, see ``Learned/Key``.
        case learned(Learned)

        package var count: Int {
            switch self {
            case .addresses(let addresses): addresses.count
            case .prefixes(let prefixes): prefixes.count
            case .ipv6Prefixes(let prefixes): prefixes.count
            case .endpoints(let endpoints): endpoints.count
            case .learned: 0
            }
        }
    }

    /// How a set that rules fill is kept small.
    package struct Learned: Hashable, Sendable {
        /// What an element is; the raw value is nft's name of the type.
        package enum Key: String, Hashable, Sendable {
            case ipv4 = "ipv4_addr"
            case ipv6 = "ipv6_addr"
            /// The peer's address and port, and the host's own.
            case connection = "ipv4_addr . inet_service . ipv4_addr . inet_service"
        }

        /// How long an element is kept.
        package enum Lifetime: Hashable, Sendable {
            /// As long as the kernel counts something in it.
            case counted
            /// So long after its last packet.
            case minutes(Int)
            /// Each rule that keeps an element says it.
            case byRule
        }

        package let key: Key
        /// How many elements it may hold; a rule that would add another one does not match.
        package let size: Int
        package let lifetime: Lifetime

        package init(_ key: Key = .ipv4, size: Int, _ lifetime: Lifetime = .counted) {
            self.key = key
            self.size = size
            self.lifetime = lifetime
        }
    }

    /// A letter, then letters, digits and hyphens.
    package var name: String
    package var elements: Elements
    /// One line of comment in the file above the set, without the `#`.
    package var note: String?

    package init(_ name: String, _ elements: Elements, note: String? = nil) {
        self.name = name
        self.note = note
        self.elements = elements
    }
}
