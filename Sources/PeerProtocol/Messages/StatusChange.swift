internal import FoundationEssentials

/// Where a node stands in the ledgers; everything in it is optional.
///
/// Source: skywelld reference §4.3 and §5.4.
package struct StatusChange: Equatable, Sendable {
    package enum Status: Int, CaseIterable, Equatable, Sendable {
        case connecting = 1
        case connected = 2
        case monitoring = 3
        case validating = 4
        case shutting = 5
    }

    package enum Event: Int, CaseIterable, Equatable, Sendable {
        case closingLedger = 1
        case acceptedLedger = 2
        case switchedLedger = 3
        case lostSync = 4
    }

    /// A stock server never sends it.
    package let status: Status?
    package let event: Event?
    package let ledgerSequence: UInt32?
    package let ledgerHash: Hash256?
    package let previousLedgerHash: Hash256?
    /// Seconds since 2000.
    package let networkTime: UInt64?
    /// The ledgers that the node can serve; `nil` if it has none.
    package let servable: ClosedRange<UInt32>?

    package init(
        status: Status? = nil,
        event: Event?,
        ledgerSequence: UInt32? = nil,
        ledgerHash: Hash256? = nil,
        previousLedgerHash: Hash256? = nil,
        networkTime: UInt64? = nil,
        servable: ClosedRange<UInt32>? = nil
    ) {
        self.status = status
        self.event = event
        self.ledgerSequence = ledgerSequence
        self.ledgerHash = ledgerHash
        self.previousLedgerHash = previousLedgerHash
        self.networkTime = networkTime
        self.servable = servable
    }
}

extension StatusChange: WireMessage {
    static var type: MessageType { .statusChange }

    /// What makes no sense in it is as good as absent: the message is no reason to part.
    init(_ wire: WireStatusChange, limits: FrameLimits) throws(MessageError) {
        // A server that has none of its ledgers validated says 0 for either end.
        let hasRange = wire.firstSequence > 0 && wire.firstSequence <= wire.lastSequence
        self.init(
            status: wire.hasStatus ? Status(rawValue: wire.status.rawValue) : nil,
            event: wire.hasEvent ? Event(rawValue: wire.event.rawValue) : nil,
            ledgerSequence: wire.hasLedgerSequence ? wire.ledgerSequence : nil,
            ledgerHash: Hash256(wire.ledgerHash),
            previousLedgerHash: Hash256(wire.previousLedgerHash),
            networkTime: wire.hasNetworkTime ? wire.networkTime : nil,
            servable: hasRange ? wire.firstSequence...wire.lastSequence : nil
        )
    }

    static func read(_ payload: [UInt8], limits: FrameLimits) throws(MessageError) -> Self {
        let limit = limits.maximumFieldCount(of: .statusChange)
        if let usual = StatusChangeCodec.read(payload, limit: limit) { return usual }
        return try Self.readByProtobuf(payload, limits: limits)
    }

    var written: [UInt8] {
        StatusChangeCodec.written(self)
    }

    var wire: WireStatusChange {
        var wire = WireStatusChange()
        if let status = self.status.flatMap({ WireStatusChange.Status(rawValue: $0.rawValue) }) { wire.status = status }
        if let event = self.event.flatMap({ WireStatusChange.Event(rawValue: $0.rawValue) }) { wire.event = event }
        if let ledgerSequence { wire.ledgerSequence = ledgerSequence }
        if let ledgerHash { wire.ledgerHash = ledgerHash.data }
        if let previousLedgerHash { wire.previousLedgerHash = previousLedgerHash.data }
        if let networkTime { wire.networkTime = networkTime }
        if let servable {
            wire.firstSequence = servable.lowerBound
            wire.lastSequence = servable.upperBound
        }
        return wire
    }
}
