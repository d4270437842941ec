package import Addressing

/// A named set of the table: addresses live in sets, so that a change of addresses is a change of a set.
package struct NamedSet: Hashable, Sendable {
    package enum Elements: Hashable, Sendable {
        /// `type ipv4_addr`, as intervals.
        case prefixes([IPv4Prefix])
        /// `type ipv4_addr . inet_service`.
        case endpoints([Endpoint])
    }

    /// A letter, then letters, digits and hyphens.
    package var name: String
    package var elements: Elements

    package init(_ name: String, _ elements: Elements) {
        self.name = name
        self.elements = elements
    }
}
