internal import FoundationEssentials

/// A transaction on its way through the network. An overlay node does not look into it.
///
/// Source: skywelld reference §4.3.
package struct Transaction: Equatable, Sendable {
    package enum Status: Int, CaseIterable, Equatable, Sendable {
        case new = 1
        case current = 2
        case committed = 3
        case rejectedConflict = 4
        case rejectedInvalid = 5
        case rejectedFunds = 6
        case heldSequence = 7
        case heldLedger = 8
    }

    /// Serialized and signed.
    package let rawTransaction: [UInt8]
    package let status: Status
    /// Seconds since 2000.
    package let receiveTimestamp: UInt64?
    package let isDeferred: Bool?

    package init(_ rawTransaction: [UInt8], status: Status, receiveTimestamp: UInt64? = nil, isDeferred: Bool? = nil) {
        self.rawTransaction = rawTransaction
        self.status = status
        self.receiveTimestamp = receiveTimestamp
        self.isDeferred = isDeferred
    }

    /// By which a node sees that it has had this one already: the transaction ID, the hash of `TXN`, a zero byte, and what is
    /// signed with its signature.
    ///
    /// Source: skywelld reference §5.6; the prefix is that of every server of this family.
    package var suppressionID: Hash256 {
        Hash256(sha512HalfOf: Array("TXN\0".utf8) + self.rawTransaction)
    }
}

extension Transaction: WireMessage {
    static var type: MessageType { .transaction }

    init(_ wire: WireTransaction, limits: FrameLimits) throws(MessageError) {
        guard !wire.rawTransaction.isEmpty, let status = Status(rawValue: wire.status.rawValue) else {
            throw .wrongLength
        }
        self.init(
            Array(wire.rawTransaction),
            status: status,
            receiveTimestamp: wire.hasReceiveTimestamp ? wire.receiveTimestamp : nil,
            isDeferred: wire.hasIsDeferred ? wire.isDeferred : nil
        )
    }

    var wire: WireTransaction {
        var wire = WireTransaction()
        wire.rawTransaction = Data(self.rawTransaction)
        if let status = WireTransaction.Status(rawValue: self.status.rawValue) { wire.status = status }
        if let receiveTimestamp { wire.receiveTimestamp = receiveTimestamp }
        if let isDeferred { wire.isDeferred = isDeferred }
        return wire
    }
}
