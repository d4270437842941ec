package import Addressing
package import Nftables
package import Topology

/// A host as its own files describe it, without a topology.
package struct WrittenHost: Sendable {
    package let name: String
    package let role: Role
    /// Where peers dial it.
    package let peerPort: Port
    /// Where it listens there; `nil` if it does not.
    package let peerAddress: IPv4Address?
    /// Its own, as far as they are known; may be empty.
    package let addresses: [IPv4Address]
    /// Whom it keeps dialling.
    package let links: [Endpoint]
    package let listing: RulesetListing
    /// The unit that loads the rules when the host boots; `nil` if there is none.
    package let firewallUnit: String?
    package let source: RulesetSource
    let otherUnits: [String]

    package init(
        name: String,
        role: Role,
        peerPort: Port,
        peerAddress: IPv4Address?,
        addresses: [IPv4Address],
        links: [Endpoint],
        listing: RulesetListing,
        firewallUnit: String?,
        source: RulesetSource,
        otherUnits: OtherUnits
    ) {
        self.otherUnits = otherUnits.objections
        self.name = name
        self.role = role
        self.peerPort = peerPort
        self.peerAddress = peerAddress
        self.addresses = addresses
        self.links = links
        self.listing = listing
        self.firewallUnit = firewallUnit
        self.source = source
    }
}
