import Addressing
import PeerProtocol
import Skywelld

/// Slots: who may become a link.
extension PeerFinder {
    /// What becomes of a connection whose other end has proven its key.
    enum Activation: Equatable {
        case active
        case duplicateKey
        case slotsFull
    }

    mutating func accepted(_ id: ConnectionID, from remote: Endpoint) {
        self.add(Slot(id: id, remote: remote, direction: .inbound, phase: .accepted, privilege: .none), id)
    }

    mutating func dialled(_ id: ConnectionID, _ endpoint: Endpoint) {
        let isFixed = self.settings.fixedPeers.contains(endpoint)
        self.add(
            Slot(id: id, remote: endpoint, direction: .outbound, phase: .dialling, privilege: isFixed ? .fixed : .none),
            id
        )
        if !isFixed { self.attempts += 1 }
    }

    /// Source: skywelld reference §6.4, with reserved peers before the limit.
    mutating func activate(_ id: ConnectionID, _ key: NodePublicKey) -> Activation {
        guard let dialled = self.slots[id], dialled.phase == .accepted || dialled.phase == .dialling else {
            return .slotsFull
        }
        var slot = dialled
        guard self.links[key] == nil else { return .duplicateKey }
        if !slot.isCounted || self.isReserved(key, slot) {
            slot.privilege = slot.isCounted ? .reserved : slot.privilege
        } else if self.isFixedInbound(slot) {
            slot.privilege = .fixed
        } else if !self.hasRoom(slot.direction) {
            return .slotsFull
        }
        self.endAttempt(dialled)
        slot.phase = .active
        slot.publicKey = key
        slot.column = self.livecache.openColumn()
        self.refusals[slot.remote.address] = nil
        if slot.direction == .outbound, slot.isCounted { (self.fruitlessRounds, self.nextRound) = (0, .zero) }
        self.slots[id] = slot
        self.links[key] = id
        self.count(slot, by: 1)
        if self.protection.covers(key) {
            self.protect(slot.remote.address)
        } else {
            self.protection.noteOther(slot.remote.address)
        }
        if slot.direction == .outbound, self.isWorthKeeping(slot.remote) { self.bootcache.succeeded(slot.remote) }
        return .active
    }

    /// We are done with a connection: its place is free from now on, though its socket is not closed yet.
    mutating func retire(_ id: ConnectionID) {
        guard let slot = self.slots[id] else { return }
        switch slot.phase {
        case .active:
            self.count(slot, by: -1)
            if let key = slot.publicKey { self.links[key] = nil }
            self.weighHearsay()
            if let column = slot.column { self.livecache.closeColumn(column) }
            self.slots[id]?.column = nil
        case .dialling:
            self.endAttempt(slot)
            if slot.isCounted { self.refused(by: slot.remote.address) }
            self.bootcache.failed(slot.remote)
        case .accepted, .closing:
            break
        }
        self.slots[id]?.phase = .closing
    }

    /// The connection is gone.
    mutating func closed(_ id: ConnectionID) {
        self.retire(id)
        guard let slot = self.slots.removeValue(forKey: id) else { return }
        let left = self.slotsByAddress[slot.remote.address, default: 0] - 1
        self.slotsByAddress[slot.remote.address] = left > 0 ? left : nil
    }

    /// Whether a protected peer that is named by its key is not linked.
    var missesProtectedKey: Bool {
        !self.protection.keys.isEmpty
            && self.links.keys.count(where: self.protection.covers) < self.protection.keys.count
    }

    /// Whether a link needs no slot.
    func isFree(_ id: ConnectionID) -> Bool {
        self.slots[id].map { !$0.isCounted } ?? false
    }

    /// Whether the other end of a connection, if it proves this key, needs no slot.
    func needsNoSlot(_ id: ConnectionID, _ key: NodePublicKey) -> Bool {
        self.slots[id].map { !$0.isCounted || self.isReserved(key, $0) || self.isFixedInbound($0) } ?? false
    }

    /// The other end of a dial has our own key.
    mutating func foundOurselves(at endpoint: Endpoint) {
        guard self.ownEndpoints.count < Constants.ownEndpointsMaximum else { return }
        self.weighHearsay()
        self.ownEndpoints.append(endpoint)
        self.livecache.remove(endpoint.address)
    }

    /// A dial of autoconnect became no link: it is left alone for twice as long as after the one before.
    private mutating func refused(by address: IPv4Address) {
        if self.refusals.count >= Constants.suppressedMaximum { self.refusals = [:] }
        self.refusals[address, default: 0] += 1
    }

    private mutating func add(_ slot: Slot, _ id: ConnectionID) {
        self.slots[id] = slot
        self.slotsByAddress[slot.remote.address, default: 0] += 1
    }

    private mutating func endAttempt(_ slot: Slot) {
        if slot.direction == .outbound, slot.phase == .dialling, slot.isCounted { self.attempts -= 1 }
    }

    private func hasRoom(_ direction: CrawlEntry.Direction) -> Bool {
        switch direction {
        case .inbound: self.countedInbound < self.settings.limits.inbound
        case .outbound: self.countedOutbound < self.settings.limits.outbound
        }
    }

    private mutating func count(_ slot: Slot, by step: Int) {
        guard slot.isCounted else {
            let count = self.privilegedByAddress[slot.remote.address, default: 0] + step
            self.privilegedByAddress[slot.remote.address] = count > 0 ? count : nil
            return
        }
        switch slot.direction {
        case .inbound: self.countedInbound += step
        case .outbound: self.countedOutbound += step
        }
    }

    /// A key stands for itself; an address for a few links at most, since others may share it.
    private func isReserved(_ key: NodePublicKey, _ slot: Slot) -> Bool {
        self.protection.covers(key) || self.settings.clusterKeys.contains(key)
            || (self.protection.addresses.contains(slot.remote.address)
                && self.privilegedByAddress[slot.remote.address, default: 0] < Constants.reservedPerAddress)
    }

    /// An inbound link from the address of a fixed peer needs no slot, as many times as that address is named.
    private func isFixedInbound(_ slot: Slot) -> Bool {
        guard !self.settings.isPrivate, slot.direction == .inbound else { return false }
        let named = self.settings.fixedAddresses[slot.remote.address, default: 0]
        return self.privilegedByAddress[slot.remote.address, default: 0] < named
    }
}
