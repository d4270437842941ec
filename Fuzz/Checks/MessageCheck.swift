internal import PeerProtocol

/// What must hold when any bytes at all are the payload of a message. The first byte says of which type, and how many fields the
/// readers by hand and protobuf may find in it.
package enum MessageCheck {
    private static let types = Message.readableTypes.sorted { $0.rawValue < $1.rawValue }

    /// Ends the process if something does not hold.
    package static func run(_ bytes: [UInt8]) {
        guard let selector = bytes.first else { return }
        let type = Self.types[Int(selector) % Self.types.count]
        let payload = Array(bytes.dropFirst())
        UsualFormCheck.run(payload, as: type, Self.limits(Int(selector) / Self.types.count))
        do throws(MessageError) {
            guard let message = try Message(Frame(type, payload)) else {
                preconditionFailure("\(type) is not readable")
            }
            let frame = message.frame
            precondition(frame.type == type, "a message changes its type")
            let again = try Message(frame)
            precondition(again?.frame == frame, "a message read, written and read is written otherwise")
            if case .endpoints(let endpoints) = message {
                let same = Endpoints(endpoints.entries, senderTakes: endpoints.senderTakes)
                precondition(again == .endpoints(same), "an announcement changes on its way")
                precondition(
                    endpoints.limited(to: .ownEntry).entries.allSatisfy { $0.hops == 0 },
                    "another's entry goes to a build that cannot take it"
                )
            } else {
                precondition(again == message, "a message read, written and read is another one")
            }
            Self.checkPong(message)
        } catch {
            // Refused: nothing more is asked of it.
        }
    }

    /// How many values of the first byte differ in meaning.
    package static var typeCount: Int {
        Self.types.count
    }

    /// The ordinary ones for 0, else as many fields as it takes to say something, and a few more.
    private static func limits(_ number: Int) -> FrameLimits {
        var limits = FrameLimits()
        guard number > 0 else { return limits }
        limits.fieldsByType = [:]
        limits.fields = 1 + number
        return limits
    }

    private static func checkPong(_ message: Message) {
        guard case .ping(let ping) = message else { return }
        precondition(ping.pong.kind == .pong && ping.pong.sequence == ping.sequence, "a pong does not echo its ping")
        precondition(ping.pong.pong == ping.pong, "the pong of a pong is another one")
    }
}
