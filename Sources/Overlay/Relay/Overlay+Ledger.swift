import PeerProtocol

/// What we say about ledgers, though we keep none.
extension Overlay {
    /// Tells every link which ledger the network is at, once for each ledger.
    ///
    /// No hash of it and no range: nobody shall ask us for a ledger. Source: skywelld reference §5.4 and §5.5.
    mutating func announceLedger(now: Moment) {
        let sequence = self.votes.ledgers.takeAnnouncement(now: now.elapsed) {
            self.links.compactMap { self.connections[at: $0.place].report.ledgerSequence(now: now.elapsed) }
        }
        guard let sequence else { return }
        self.broadcast(
            .statusChange(
                StatusChange(event: .acceptedLedger, ledgerSequence: sequence, networkTime: now.networkTime)
            )
        )
    }
}
