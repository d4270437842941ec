package import Addressing

/// Room for connections that others open.
extension Overlay {
    /// Whether room is kept for connections from this address, beyond the limits for everybody: a protected or a fixed peer
    /// lives there.
    package func keepsRoom(for address: IPv4Address) -> Bool {
        self.finder.protection.covers(address) || self.finder.settings.fixedAddresses[address] != nil
    }

    /// Whether one more connection from this address is taken. Some room is kept for protected and fixed peers.
    func hasRoom(for address: IPv4Address) -> Bool {
        self.keepsRoom(for: address)
            ? self.acceptedCount < self.limits.connections + self.limits.reservedConnections
            : self.acceptedCount < self.limits.connections && self.isWithinShare(address)
    }

    /// Ends a connection for a newcomer who may be a protected peer: one that is named by its key alone comes from anywhere, so
    /// there is no address to keep room for.
    ///
    /// Who goes has proven nothing yet, and comes from one of the addresses with the most connections. So a flood from fewer addresses
    /// than there are connections drives out itself alone; of a larger one, chance decides.
    ///
    /// - Returns: Whether somebody went; nobody does while all protected keys are linked.
    mutating func makeRoom(for address: IPv4Address) -> Bool {
        guard self.finder.missesProtectedKey, !self.keepsRoom(for: address), self.isWithinShare(address) else {
            return false
        }
        let unproven = self.connections.places { $0.isUnproven && !self.keepsRoom(for: $0.remote.address) }
        let crowds = unproven.map { self.acceptedByAddress[self.connections[at: $0].remote.address, default: 0] }
        let crowd = crowds.max()
        let candidates = zip(unproven, crowds).filter { $0.1 == crowd }
        guard let chosen = candidates.randomElement(using: &self.random) else { return false }
        self.close(at: chosen.0, .madeRoom)
        return true
    }

    private func isWithinShare(_ address: IPv4Address) -> Bool {
        !address.isPublic || self.acceptedByAddress[address, default: 0] < self.limits.connectionsPerAddress
    }
}
