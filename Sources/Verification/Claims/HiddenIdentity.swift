package import Addressing
package import Skywelld
package import Topology

/// What must not be seen of a hidden host: a validator, or a relay before it.
package struct HiddenIdentity: Equatable, Sendable {
    package let host: HostName
    /// Declared ones and those that its kernel really has.
    package let addresses: [IPv4Address]
    package let nodeKey: NodePublicKey
    /// `nil` for a relay. Votes carry it, so that strangers hear it is no leak; a crawl has no business with it.
    package let validationKey: NodePublicKey?
    /// The relays that stand between a validator and public servers.
    package let relays: [HostName]

    package init(
        host: HostName,
        addresses: [IPv4Address],
        nodeKey: NodePublicKey,
        validationKey: NodePublicKey?,
        relays: [HostName] = []
    ) {
        self.host = host
        self.addresses = addresses
        self.nodeKey = nodeKey
        self.validationKey = validationKey
        self.relays = relays
    }

    var isValidator: Bool { self.validationKey != nil }

    /// Whether links lead from it to a public server, itself or by one of its relays.
    func isConnected(_ links: [HiddenLink]) -> Bool {
        links.contains { $0.hidden == self.host && $0.isSeenInPublic }
            || self.relays.contains { relay in
                links.contains { $0.hidden == self.host && $0.seenBy == relay }
                    && links.contains { $0.hidden == relay && $0.isSeenInPublic }
            }
    }
}
