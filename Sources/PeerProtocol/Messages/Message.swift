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

    /// Who reads and writes payloads.
    package enum Codec: Sendable {
        /// By hand what is frequent and in the usual form, and protobuf all else.
        case quickest
        /// Protobuf alone. The other one must give the same in all cases.
        case protobuf
    }

    /// Reads a frame. Never traps, whatever the payload, and makes no more of it than the limits allow.
    ///
    /// - Returns: `nil` for a type that is not among the readable ones.
    package init?(
        _ frame: Frame,
        limits: FrameLimits = FrameLimits(),
        by codec: Codec = .quickest
    ) throws(MessageError) {
        switch frame.type {
        case .hello, .proofOfWork: return nil
        case .ping: self = .ping(try codec.read(frame, limits))
        case .cluster: self = .cluster(try codec.read(frame, limits))
        case .getPeers: self = .getPeers(try codec.read(frame, limits))
        case .peers: self = .peers(try codec.read(frame, limits))
        case .endpoints: self = .endpoints(try codec.read(frame, limits))
        case .transaction: self = .transaction(try codec.read(frame, limits))
        case .getLedger: self = .getLedger(try codec.read(frame, limits))
        case .ledgerData: self = .ledgerData(try codec.read(frame, limits))
        case .proposeLedger: self = .proposal(try codec.read(frame, limits))
        case .statusChange: self = .statusChange(try codec.read(frame, limits))
        case .haveSet: self = .haveSet(try codec.read(frame, limits))
        case .validation: self = .validation(try codec.read(frame, limits))
        case .getObjects: self = .getObjects(try codec.read(frame, limits))
        }
    }

    /// The frame on the wire. Fields that this package does not know are not kept, those of a ping apart.
    package var frame: Frame {
        self.frame(by: .quickest)
    }

    package func frame(by codec: Codec) -> Frame {
        switch self {
        case .ping(let message): codec.frame(message)
        case .cluster(let message): codec.frame(message)
        case .getPeers(let message): codec.frame(message)
        case .peers(let message): codec.frame(message)
        case .endpoints(let message): codec.frame(message)
        case .transaction(let message): codec.frame(message)
        case .getLedger(let message): codec.frame(message)
        case .ledgerData(let message): codec.frame(message)
        case .proposal(let message): codec.frame(message)
        case .statusChange(let message): codec.frame(message)
        case .haveSet(let message): codec.frame(message)
        case .validation(let message): codec.frame(message)
        case .getObjects(let message): codec.frame(message)
        }
    }
}

extension Message.Codec {
    fileprivate func read<Body: WireMessage>(_ frame: Frame, _ limits: FrameLimits) throws(MessageError) -> Body {
        switch self {
        case .quickest: try Body.read(frame.payload, limits: limits)
        case .protobuf: try Body.readByProtobuf(frame.payload, limits: limits)
        }
    }

    fileprivate func frame<Body: WireMessage>(_ message: Body) -> Frame {
        switch self {
        case .quickest: Frame(Body.type, message.written)
        case .protobuf: Frame(Body.type, message.writtenByProtobuf)
        }
    }
}
