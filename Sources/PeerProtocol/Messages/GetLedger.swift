internal import FoundationEssentials

/// A request for a part of a ledger. Who cannot answer stays silent.
///
/// Source: skywelld reference §4.3 and §5.4.
package struct GetLedger: Equatable, Sendable {
    package enum LedgerKind: Int, CaseIterable, Equatable, Sendable {
        case accepted = 0
        case current = 1
        case closed = 2
    }

    /// Deeper queries are answered as this one. Source: skywelld reference §4.3.
    package static let maximumQueryDepth: UInt32 = 3

    package let item: LedgerItem
    package let ledgerKind: LedgerKind?
    package let ledgerHash: Hash256?
    package let ledgerSequence: UInt32?
    package let nodeIDs: [[UInt8]]
    /// Who asked, in the numbering of the node that passes the request on.
    package let requestCookie: UInt64?
    /// Whether the request may be passed on to somebody else.
    package let isIndirect: Bool
    package let queryDepth: UInt32?

    package init(
        _ item: LedgerItem,
        ledgerKind: LedgerKind? = nil,
        ledgerHash: Hash256? = nil,
        ledgerSequence: UInt32? = nil,
        nodeIDs: [[UInt8]] = [],
        requestCookie: UInt64? = nil,
        isIndirect: Bool = false,
        queryDepth: UInt32? = nil
    ) {
        self.item = item
        self.ledgerKind = ledgerKind
        self.ledgerHash = ledgerHash
        self.ledgerSequence = ledgerSequence
        self.nodeIDs = nodeIDs
        self.requestCookie = requestCookie
        self.isIndirect = isIndirect
        self.queryDepth = queryDepth.map { min($0, Self.maximumQueryDepth) }
    }
}

extension GetLedger: WireMessage {
    static var type: MessageType { .getLedger }

    init(_ wire: WireGetLedger, limits: FrameLimits) throws(MessageError) {
        var nodeIDs: [[UInt8]] = []
        for nodeID in wire.nodeIds { nodeIDs.append(try nodeID.bytes(atMost: limits.nodeIDLength)) }
        self.init(
            LedgerItem(wire.item),
            ledgerKind: wire.hasLedgerKind ? LedgerKind(rawValue: wire.ledgerKind.rawValue) : nil,
            ledgerHash: wire.hasLedgerHash ? try wire.ledgerHash.hash() : nil,
            ledgerSequence: wire.hasLedgerSequence ? wire.ledgerSequence : nil,
            nodeIDs: nodeIDs,
            requestCookie: wire.hasRequestCookie ? wire.requestCookie : nil,
            isIndirect: wire.hasQueryKind,
            queryDepth: wire.hasQueryDepth ? wire.queryDepth : nil
        )
    }

    var wire: WireGetLedger {
        var wire = WireGetLedger()
        wire.item = self.item.wire
        if let kind = self.ledgerKind.flatMap({ WireGetLedger.LedgerKind(rawValue: $0.rawValue) }) {
            wire.ledgerKind = kind
        }
        if let ledgerHash { wire.ledgerHash = ledgerHash.data }
        if let ledgerSequence { wire.ledgerSequence = ledgerSequence }
        wire.nodeIds = self.nodeIDs.map { Data($0) }
        if let requestCookie { wire.requestCookie = requestCookie }
        if self.isIndirect { wire.queryKind = .indirect }
        if let queryDepth { wire.queryDepth = queryDepth }
        return wire
    }
}
