/// What speaks against a claim: in words and, if a packet shows it, with the rule to blame and a way to send the packet.
struct Objection: CustomStringConvertible, ExpressibleByStringInterpolation {
    let description: String
    private(set) var rule: BlamedRule?
    private(set) var replay: PacketReplay?

    init(_ description: String, rule: BlamedRule? = nil, replay: PacketReplay? = nil) {
        self.description = description
        self.rule = rule
        self.replay = replay
    }

    init(stringLiteral value: String) {
        self.init(value)
    }

    /// The same with words before it.
    func following(_ words: String) -> Objection {
        Objection("\(words)\(self.description)", rule: self.rule, replay: self.replay)
    }
}

extension Evidence {
    init(from vantage: some CustomStringConvertible, _ objection: Objection) {
        self.init(from: vantage, objection.description, rule: objection.rule, replay: objection.replay)
    }
}
