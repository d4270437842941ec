internal import Addressing
internal import Topology
internal import Verification

/// What is wrong with a question.
struct MalformedQuestion: Error {
    let message: String
}

/// Who can reach whom, as it was asked on the command line.
struct ReachQuestion {
    let from: ReachParty
    let to: ReachParty
    let flow: ReachFlow

    /// - Throws: Also if it is about no two ends, of which one at least is a host of ours.
    init(from: String, to: String, in topology: Topology) throws(MalformedQuestion) {
        let question = try Self.read(from: from, to: to, in: topology)
        if case .host(let name) = question.from, question.from == question.to {
            throw MalformedQuestion(
                message: "'\(name)' is both ends: what a host sends to itself passes no wire and no other host's rules"
            )
        }
        guard question.from.meansOurs(in: topology) || question.to.meansOurs(in: topology) else {
            throw MalformedQuestion(
                message:
                    "neither '\(question.from)' nor '\(question.to)' is a host of the topology's own, so there are no "
                    + "rules to ask"
            )
        }
        self = question
    }

    private init(from: ReachParty, to: ReachParty, _ flow: ReachFlow) {
        self.from = from
        self.to = to
        self.flow = flow
    }

    private static func read(
        from: String,
        to: String,
        in topology: Topology
    ) throws(MalformedQuestion) -> ReachQuestion {
        guard let sender = ReachParty(from, in: topology) else {
            throw MalformedQuestion(message: "the topology knows no '\(from)'")
        }
        var rest = to[...]
        var transport = FirewallSettings.TransportProtocol.tcp
        for known in FirewallSettings.TransportProtocol.allCases where rest.hasSuffix("/\(known.rawValue)") {
            transport = known
            rest = rest.dropLast(known.rawValue.count + 1)
        }
        // An address of IPv6 has colons of its own: it stands in brackets before a port.
        if let receiver = ReachParty(Self.withoutBrackets(rest), in: topology) {
            return ReachQuestion(from: sender, to: receiver, ReachFlow(transport))
        }
        guard let colon = rest.lastIndex(of: ":") else {
            throw MalformedQuestion(message: "the topology knows no '\(rest)'")
        }
        let end = Self.withoutBrackets(rest[..<colon])
        guard let receiver = ReachParty(end, in: topology) else {
            throw MalformedQuestion(message: "the topology knows no '\(end)'")
        }
        let digits = rest[rest.index(after: colon)...]
        guard let port = UInt16(digits).flatMap({ Port(rawValue: $0) }) else {
            throw MalformedQuestion(message: "'\(digits)' is no port: a number from 1 to 65535 is expected")
        }
        return ReachQuestion(from: sender, to: receiver, ReachFlow(transport, port: port))
    }

    private static func withoutBrackets(_ text: Substring) -> String {
        text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : String(text)
    }
}
