import PeerProtocol

/// What the other end of a link last said about its ledgers.
struct LedgerReport: Sendable {
    private(set) var status: StatusChange?
    private(set) var sanity = Sanity.unknown
    private var time = Duration.zero

    /// It said where it is in the ledgers.
    ///
    /// - Parameter ledger: Where we take the network to be; `nil` if we do not know.
    mutating func note(_ status: StatusChange, ledger: UInt32?, now: Duration) {
        self.status = status
        self.time = now
        if let sequence = status.ledgerSequence, let ledger { self.sanity.note(sequence, ours: ledger) }
    }

    /// Which ledger it is at, if it said so lately.
    func ledgerSequence(now: Duration) -> UInt32? {
        guard let status, status.event != .lostSync, now - self.time < LedgerView.lifetime else { return nil }
        return status.ledgerSequence
    }

    /// Reads its first part and its last.
    var warmth: Int {
        (self.status == nil ? 0 : 1) &+ (self.time == .zero ? 0 : 1)
    }
}
