package import Addressing

extension Overlay {
    /// Whether room is kept for connections from this address, beyond the limits for everybody: a protected or a fixed peer
    /// lives there.
    package func keepsRoom(for address: IPv4Address) -> Bool {
        self.finder.protection.covers(address) || self.finder.settings.fixedAddresses[address] != nil
    }
}
