package import Nftables
package import Topology

/// What a host has on it, as far as static claims are about it.
package struct StaticHost: Sendable {
    package let name: HostName
    /// All tables of the host, or those of its artifact.
    package let listing: RulesetListing
    /// The unit that loads the rules when the host boots; `nil` if it is not known.
    package let firewallUnit: String?

    /// The text that the listing came from; `nil` if it came from a host.
    package let source: RulesetSource?

    /// What other units do to the rules; empty if none does anything, or they are not known.
    let otherUnits: [String]
    /// `nil` if it is not known: then the server is as the topology means it.
    let server: WrittenServer?

    package init(
        name: HostName,
        listing: RulesetListing,
        firewallUnit: String?,
        source: RulesetSource? = nil,
        otherUnits: OtherUnits? = nil,
        server: WrittenServer? = nil
    ) {
        self.otherUnits = otherUnits?.objections ?? []
        self.server = server
        self.name = name
        self.listing = listing
        self.firewallUnit = firewallUnit
        self.source = source
    }
}

extension StaticHost {
    /// Why strangers may lose their slots, and others take them, whenever the unit that loads the rules is started, reloaded
    /// or stopped.
    var lossesByUnit: [Evidence] {
        let stray = self.firewallUnit.map { UnitFile($0).strayCommands } ?? []
        return stray.map {
            Evidence(
                from: self.name,
                "picket-firewall.service: '\($0)' is not '\(UnitFile.loading)', and may empty the set of strangers' "
                    + "connections, while those who are connected hold their slots"
            )
        }
    }
}
