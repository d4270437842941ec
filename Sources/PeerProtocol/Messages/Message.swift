/// What a frame says: every message that this node reads or writes.
///
/// A hello is not among them: whoever sends one is disconnected. Nor is a proof of work, which nobody reads.
package enum Message: Equatable, Sendable {
    case ping(Ping)
    case cluster(Cluster)
    case getPeers(GetPeers)
    case peers(Peers)
    case endpoints(Endpoints)
    case transaction(Transaction)
    case getLedger(GetLedger)
    case ledgerData(LedgerData)
    case proposal(Proposal)
    case statusChange(StatusChange)
    case haveSet(HaveSet)
    case validation(Validation)
    case getObjects(GetObjects)

    /// The types that can be read.
    package static let readableTypes = Set(MessageType.allCases).subtracting([.hello, .proofOfWork])

    /// Reads a frame. Never traps, whatever the payload, and makes no more of it than the limits allow.
    ///
    /// - Returns: `nil` for a type that is not among the readable ones.
    package init?(_ frame: Frame, limits: FrameLimits = FrameLimits()) throws(MessageError) {
        let payload = frame.payload
        switch frame.type {
        case .hello, .proofOfWork: return nil
        case .ping: self = .ping(try .read(payload, limits: limits))
        case .cluster: self = .cluster(try .read(payload, limits: limits))
        case .getPeers: self = .getPeers(try .read(payload, limits: limits))
        case .peers: self = .peers(try .read(payload, limits: limits))
        case .endpoints: self = .endpoints(try .read(payload, limits: limits))
        case .transaction: self = .transaction(try .read(payload, limits: limits))
        case .getLedger: self = .getLedger(try .read(payload, limits: limits))
        case .ledgerData: self = .ledgerData(try .read(payload, limits: limits))
        case .proposeLedger: self = .proposal(try .read(payload, limits: limits))
        case .statusChange: self = .statusChange(try .read(payload, limits: limits))
        case .haveSet: self = .haveSet(try .read(payload, limits: limits))
        case .validation: self = .validation(try .read(payload, limits: limits))
        case .getObjects: self = .getObjects(try .read(payload, limits: limits))
        }
    }

    /// The frame on the wire. Fields that this package does not know are not kept, those of a ping apart.
    package var frame: Frame {
        switch self {
        case .ping(let message): Self.frame(message)
        case .cluster(let message): Self.frame(message)
        case .getPeers(let message): Self.frame(message)
        case .peers(let message): Self.frame(message)
        case .endpoints(let message): Self.frame(message)
        case .transaction(let message): Self.frame(message)
        case .getLedger(let message): Self.frame(message)
        case .ledgerData(let message): Self.frame(message)
        case .proposal(let message): Self.frame(message)
        case .statusChange(let message): Self.frame(message)
        case .haveSet(let message): Self.frame(message)
        case .validation(let message): Self.frame(message)
        case .getObjects(let message): Self.frame(message)
        }
    }

    private static func frame<Body: WireMessage>(_ message: Body) -> Frame {
        Frame(Body.type, message.written)
    }
}
