internal import FoundationEssentials

/// A request for objects by their hashes, or the answer to one.
///
/// Source: skywelld reference §4.3 and §5.4.
package struct GetObjects: Equatable, Sendable {
    package enum Kind: Int, CaseIterable, Equatable, Sendable {
        case unknown = 0
        case ledger = 1
        case transaction = 2
        case transactionNode = 3
        case stateNode = 4
        case contentAddressed = 5
        case fetchPack = 6
    }

    package struct Object: Equatable, Sendable {
        package let hash: Hash256?
        package let nodeID: [UInt8]?
        package let index: [UInt8]?
        package let data: [UInt8]?
        package let ledgerSequence: UInt32?

        package init(
            hash: Hash256?,
            nodeID: [UInt8]? = nil,
            index: [UInt8]? = nil,
            data: [UInt8]? = nil,
            ledgerSequence: UInt32? = nil
        ) {
            self.hash = hash
            self.nodeID = nodeID
            self.index = index
            self.data = data
            self.ledgerSequence = ledgerSequence
        }
    }

    package let kind: Kind
    /// Whether this asks; otherwise it answers.
    package let isQuery: Bool
    package let sequence: UInt32?
    package let ledgerHash: Hash256?
    package let isFat: Bool?
    package let objects: [Object]

    package init(
        _ kind: Kind,
        isQuery: Bool,
        sequence: UInt32? = nil,
        ledgerHash: Hash256? = nil,
        isFat: Bool? = nil,
        objects: [Object]
    ) {
        self.kind = kind
        self.isQuery = isQuery
        self.sequence = sequence
        self.ledgerHash = ledgerHash
        self.isFat = isFat
        self.objects = objects
    }
}

extension GetObjects: WireMessage {
    static var type: MessageType { .getObjects }

    init(_ wire: WireGetObjects, limits: FrameLimits) throws(MessageError) {
        guard let kind = Kind(rawValue: wire.kind.rawValue) else { throw .missingField }
        var objects: [Object] = []
        for object in wire.objects {
            objects.append(
                Object(
                    hash: object.hasHash ? try object.hash.hash() : nil,
                    nodeID: object.hasNodeID ? try object.nodeID.bytes(atMost: limits.nodeIDLength) : nil,
                    index: object.hasIndex ? try object.index.bytes(atMost: limits.nodeIDLength) : nil,
                    data: object.hasData ? Array(object.data) : nil,
                    ledgerSequence: object.hasLedgerSequence ? object.ledgerSequence : nil
                )
            )
        }
        self.init(
            kind,
            isQuery: wire.isQuery,
            sequence: wire.hasSequence ? wire.sequence : nil,
            ledgerHash: wire.hasLedgerHash ? try wire.ledgerHash.hash() : nil,
            isFat: wire.hasIsFat ? wire.isFat : nil,
            objects: objects
        )
    }

    var wire: WireGetObjects {
        var wire = WireGetObjects()
        if let kind = WireGetObjects.Kind(rawValue: self.kind.rawValue) { wire.kind = kind }
        wire.isQuery = self.isQuery
        if let sequence { wire.sequence = sequence }
        if let ledgerHash { wire.ledgerHash = ledgerHash.data }
        if let isFat { wire.isFat = isFat }
        wire.objects = self.objects.map { object in
            var entry = WireGetObjects.Object()
            if let hash = object.hash { entry.hash = hash.data }
            if let nodeID = object.nodeID { entry.nodeID = Data(nodeID) }
            if let index = object.index { entry.index = Data(index) }
            if let data = object.data { entry.data = Data(data) }
            if let ledgerSequence = object.ledgerSequence { entry.ledgerSequence = ledgerSequence }
            return entry
        }
        return wire
    }
}
