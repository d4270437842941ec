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
        /// `type ipv4_addr`, `ipv6_addr` or `inet_service`, filled by rules as packets come.
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
            case port = "inet_service"
        }

        package let key: Key
        /// How many elements it may hold; a rule that would add another one does not match.
        package let size: Int
        /// How long an element is kept after its last packet; `nil` where the kernel knows by itself.
        package let minutes: Int?

        package init(_ key: Key = .ipv4, size: Int, minutes: Int? = nil) {
            self.key = key
            self.size = size
            self.minutes = minutes
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
