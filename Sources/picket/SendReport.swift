internal import Lab
internal import PacketSpace

/// What became of a packet in a lab, for people and for programs.
struct SendReport: Encodable {
    static let schemaName = "picket.lab-send/1"

    private enum CodingKeys: String, CodingKey {
        case schema, packet, sent
    }

    let schema = Self.schemaName
    let packet: String
    let sent: SentPacket

    init(_ packet: Packet, _ sent: SentPacket) {
        self.packet = "\(packet)"
        self.sent = sent
    }

    var text: String {
        ([self.packet, self.way] + self.counters).joined(separator: "\n")
    }

    private var way: String {
        let left = "left \(self.sent.sender)"
        guard let receiver = self.sent.receiver else {
            return self.sent.fate == .notLetOut
                ? "not let out by the rules of \(self.sent.sender)" : "\(left); nobody in the lab has the address"
        }
        switch self.sent.fate {
        case .notLetOut: return "not let out by the rules of \(self.sent.sender)"
        case .left: return "\(left), and did not come to \(receiver)"
        case .dropped: return "\(left), came to \(receiver), and was dropped there\(self.answer)"
        case .accepted: return "\(left), came to \(receiver), and was let in\(self.answer)"
        }
    }

    private var answer: String {
        switch self.sent.answer {
        case .consent: "; it was answered"
        case .refusal: "; it was answered with a refusal"
        case nil: "; no answer came"
        }
    }

    private var counters: [String] {
        self.sent.counted.map { "counter \($0.counter) of \($0.host): +\($0.packets)" }
    }
}
