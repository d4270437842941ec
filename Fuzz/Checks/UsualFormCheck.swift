internal import Addressing
internal import Overlay
internal import PeerProtocol

/// What must hold of the readers and writers by hand when any bytes at all are a payload: each gives what protobuf gives, or leaves
/// it to protobuf.
enum UsualFormCheck {
    /// What is read as each of these whatever type the input chooses: bytes that are nearly right for one are so for another.
    private static let types: Set<MessageType> = [.ping, .endpoints, .statusChange, .proposeLedger, .validation]

    static func run(_ payload: [UInt8], as type: MessageType, _ limits: FrameLimits) {
        for type in Self.types.union([type]) {
            let frame = Frame(type, payload)
            let message = Self.message(frame, limits)
            if let message { Self.checkWriting(message) }
            Self.checkForms(frame.bytes, type, message, limits)
            Self.checkVote(frame.bytes, type, message, limits)
        }
    }

    /// What protobuf reads, which must be what is read in the quickest way; `nil` if that is nothing.
    private static func message(_ frame: Frame, _ limits: FrameLimits) -> Message? {
        let byProtobuf = Result { () throws(MessageError) in try Message(frame, limits: limits, by: .protobuf) }
        let quickest = Result { () throws(MessageError) in try Message(frame, limits: limits, by: .quickest) }
        precondition(quickest == byProtobuf, "\(frame.type) is read otherwise by hand")
        return try? byProtobuf.get()
    }

    private static func checkWriting(_ message: Message) {
        let frame = message.frame(by: .quickest)
        precondition(frame == message.frame(by: .protobuf), "\(frame.type) is written otherwise by hand")
        let again = try? Message(frame, by: .protobuf)
        switch message {
        case .endpoints(let endpoints):
            precondition(endpoints.frameBytes == frame.bytes, "an announcement in one piece is another one")
            let same = Endpoints(endpoints.entries, senderTakes: endpoints.senderTakes)
            precondition(again == .endpoints(same), "protobuf reads another announcement than was written")
        case .ping(let ping):
            let pong = Message.ping(ping.pong)
            precondition(pong.frame(by: .quickest) == pong.frame(by: .protobuf), "a pong is written otherwise by hand")
            precondition(again == message, "protobuf reads another ping than was written")
        default:
            precondition(again == message, "protobuf reads another \(frame.type) than was written")
        }
    }

    /// Frames that are read where they lie.
    private static func checkForms(_ frame: [UInt8], _ type: MessageType, _ message: Message?, _ limits: FrameLimits) {
        let forms = UsualForms(limits: limits)
        switch type {
        case .ping:
            guard let beat = forms.ping(frame) else { return }
            guard case .ping(let ping)? = message, beat.kind == ping.kind, beat.sequence == ping.sequence else {
                preconditionFailure("a ping is another one where it lies")
            }
            let answer = Message.ping(ping.pong).frame(by: .protobuf).bytes
            precondition(Ping.pong(to: frame) == answer, "an answer is not to its ping")
        case .endpoints:
            let before: [UInt64] = [.max]
            var numbers = before
            guard let reach = forms.endpoints(frame, into: &numbers) else {
                precondition(numbers == before, "entries of an announcement that is not read are kept")
                return
            }
            guard case .endpoints(let endpoints)? = message, reach == endpoints.senderTakes,
                numbers == before + endpoints.entries.map(Self.number)
            else { preconditionFailure("an announcement is another one where it lies") }
        case .statusChange:
            guard let status = forms.statusChange(frame) else { return }
            precondition(message == .statusChange(status), "a status change is another one where it lies")
        default:
            break
        }
    }

    private static func number(of entry: Endpoints.Entry) -> UInt64 {
        UInt64(entry.hops) << 48 | UInt64(entry.address.rawValue) << 16 | UInt64(entry.port.rawValue)
    }

    private static func checkVote(_ frame: [UInt8], _ type: MessageType, _ message: Message?, _ limits: FrameLimits) {
        let vote = VoteContent(type, frame, limits: limits)
        switch message {
        case .validation(let validation):
            guard case .validation(let id, let signed)? = vote?.kind else {
                preconditionFailure("a validation is lost")
            }
            precondition(id == Hash256(sha512HalfOf: validation.object), "a validation is known by another hash")
            precondition(signed == (try? SignedValidation(object: validation.object)), "a validation is another one")
        case .proposal(let proposal):
            guard case .proposal(let same, nil, nil)? = vote?.kind, same == proposal,
                case .proposal(proposal, let id?, let digest?)? = vote?.complete.kind
            else { preconditionFailure("a proposal is another one") }
            precondition(id == proposal.suppressionID, "a proposal is known by another hash")
            precondition(digest == proposal.position.signingDigest(), "something else is signed")
        default:
            precondition(vote == nil, "\(type) is a vote")
        }
        if let vote { precondition(vote.frame == message?.frame(by: .protobuf).bytes, "a vote goes on as another one") }
    }
}
