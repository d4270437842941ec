import PacketSpace

/// What the kernel says of a packet that nobody can read off the packet: routes, and its connection. The harness asks for it
/// before the rules under test do, and writes all answers into one number.
enum PropertyNotes {
    /// One question, and the bits of the number that say yes.
    private struct Question {
        let match: String
        let bits: UInt32
    }

    /// Names of nft, with the kernel's bits.
    private static let statuses: [(name: String, bit: UInt16)] = [
        ("expected", 1), ("seen-reply", 2), ("assured", 4), ("confirmed", 8), ("snat", 16), ("dnat", 32),
        ("dying", 512),
    ]

    /// Where in the number each answer is. Types have four bits each.
    private enum Shift {
        static let sourceType: UInt32 = 0
        static let destinationType: UInt32 = 4
        static let sourceTypeHere: UInt32 = 8
        static let destinationTypeHere: UInt32 = 12
        static let reversePath: UInt32 = 16
        static let reply: UInt32 = 17
        static let statuses: UInt32 = 18
    }

    private static let types: [(name: String, type: AddressType)] = [
        ("unicast", .unicast), ("local", .local), ("broadcast", .broadcast), ("anycast", .anycast),
        ("multicast", .multicast), ("blackhole", .blackhole), ("unreachable", .unreachable),
        ("prohibit", .prohibit),
    ]

    /// Rules that collect the answers in the packet's mark; none where a ruleset asks for nothing.
    static func rules(for text: String, at hook: Hook) -> [String] {
        let questions = Self.questions(for: text, at: hook)
        guard !questions.isEmpty else { return [] }
        let asking = questions.map { "\($0.match) meta mark set mark or \($0.bits)" }
        return ["meta mark set 0"] + asking
    }

    private static func questions(for text: String, at hook: Hook) -> [Question] {
        var questions: [Question] = []
        if text.contains("fib ") {
            questions += Self.typed("fib saddr type", Shift.sourceType)
            questions += Self.typed("fib daddr type", Shift.destinationType)
            if hook != .output, hook != .postrouting {
                questions += Self.typed("fib saddr . iif type", Shift.sourceTypeHere)
                questions += Self.typed("fib daddr . iif type", Shift.destinationTypeHere)
                questions.append(Question(match: "fib saddr . iif oif exists", bits: 1 << Shift.reversePath))
            }
        }
        if text.contains("ct direction") {
            questions.append(Question(match: "ct direction reply", bits: 1 << Shift.reply))
        }
        if text.contains("ct status") {
            questions += Self.statuses.enumerated().map { index, status in
                Question(match: "ct status \(status.name)", bits: 1 << (Shift.statuses + UInt32(index)))
            }
        }
        return questions
    }

    private static func typed(_ question: String, _ shift: UInt32) -> [Question] {
        Self.types.map { Question(match: "\(question) \($0.name)", bits: UInt32($0.type.rawValue) << shift) }
    }

    /// The packet with what a number says of it.
    static func told(_ number: UInt32, _ packet: Packet) -> Packet {
        let type = { (shift: UInt32) in AddressType(rawValue: UInt8(number >> shift & 15)) ?? .unspecified }
        var packet = packet
        packet.routing = Routing(
            hasReversePath: number >> Shift.reversePath & 1 == 1,
            sourceType: type(Shift.sourceType),
            sourceTypeHere: type(Shift.sourceTypeHere),
            destinationType: type(Shift.destinationType),
            destinationTypeHere: type(Shift.destinationTypeHere)
        )
        packet.direction = number >> Shift.reply & 1 == 1 ? .reply : .original
        packet.connectionStatus = Self.statuses.enumerated().reduce(0) { status, entry in
            number >> (Shift.statuses + UInt32(entry.offset)) & 1 == 1 ? status | entry.element.bit : status
        }
        return packet
    }
}
