package import Addressing
package import Nftables
package import Topology

/// A host as its own files describe it, without a topology.
package struct WrittenHost: Sendable {
    package let name: String
    package let role: Role
    /// What its configuration makes of its server.
    package let server: WrittenServer
    /// Its own, as far as they are known; may be empty.
    package let addresses: [IPv4Address]
    package let listing: RulesetListing
    /// The unit that loads the rules when the host boots; `nil` if there is none.
    package let firewallUnit: String?
    package let source: RulesetSource
    let otherUnits: [String]

    package init(
        name: String,
        role: Role,
        server: WrittenServer,
        addresses: [IPv4Address],
        listing: RulesetListing,
        firewallUnit: String?,
        source: RulesetSource,
        otherUnits: OtherUnits
    ) {
        self.otherUnits = otherUnits.objections
        self.name = name
        self.role = role
        self.server = server
        self.addresses = addresses
        self.listing = listing
        self.firewallUnit = firewallUnit
        self.source = source
    }
}
