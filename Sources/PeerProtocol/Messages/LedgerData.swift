internal import FoundationEssentials

/// A part of a ledger, as asked for.
///
/// Source: skywelld reference §4.3 and §5.4.
package struct LedgerData: Equatable, Sendable {
    package struct Node: Equatable, Sendable {
        package let data: [UInt8]
        package let id: [UInt8]?

        package init(data: [UInt8], id: [UInt8]? = nil) {
            self.data = data
            self.id = id
        }
    }

    /// Why there is nothing to bring.
    package enum Failure: Int, CaseIterable, Equatable, Sendable {
        case noLedger = 1
        case noNode = 2
    }

    package let ledgerHash: Hash256
    package let ledgerSequence: UInt32
    package let item: LedgerItem
    package let nodes: [Node]
    /// That of the request.
    package let requestCookie: UInt32?
    package let failure: Failure?

    package init(
        _ item: LedgerItem,
        ledgerHash: Hash256,
        ledgerSequence: UInt32,
        nodes: [Node] = [],
        requestCookie: UInt32? = nil,
        failure: Failure? = nil
    ) {
        self.item = item
        self.ledgerHash = ledgerHash
        self.ledgerSequence = ledgerSequence
        self.nodes = nodes
        self.requestCookie = requestCookie
        self.failure = failure
    }
}

extension LedgerData: WireMessage {
    static var type: MessageType { .ledgerData }

    init(_ wire: WireLedgerData, limits: FrameLimits) throws(MessageError) {
        var nodes: [Node] = []
        for node in wire.nodes {
            let id = node.hasID ? try node.id.bytes(atMost: limits.nodeIDLength) : nil
            nodes.append(Node(data: Array(node.data), id: id))
        }
        self.init(
            LedgerItem(wire.item),
            ledgerHash: try wire.ledgerHash.hash(),
            ledgerSequence: wire.ledgerSequence,
            nodes: nodes,
            requestCookie: wire.hasRequestCookie ? wire.requestCookie : nil,
            failure: wire.hasFailure ? Failure(rawValue: wire.failure.rawValue) : nil
        )
    }

    var wire: WireLedgerData {
        var wire = WireLedgerData()
        wire.ledgerHash = self.ledgerHash.data
        wire.ledgerSequence = self.ledgerSequence
        wire.item = self.item.wire
        wire.nodes = self.nodes.map { node in
            var entry = WireLedgerData.Node()
            entry.data = Data(node.data)
            if let id = node.id { entry.id = Data(id) }
            return entry
        }
        if let requestCookie { wire.requestCookie = requestCookie }
        if let failure = self.failure.flatMap({ WireLedgerData.Failure(rawValue: $0.rawValue) }) {
            wire.failure = failure
        }
        return wire
    }
}
