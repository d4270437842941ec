import Addressing
import Overlay

/// What must hold after each step, watched on one shore.
struct Watch: Sendable {
    private let actors: [Actor]
    /// What is asked of an actor at every step, apart from all that it is.
    private let traits: [Traits]
    private let slots: [SlotCeiling]
    private let secrecy: SecrecyCheck
    var votes: VoteTrace
    /// The first promise that was broken here.
    private(set) var violation: Violation?
    /// What strangers got from our hosts, in bytes.
    private(set) var scannedBytes = 0

    /// One byte, as every letter asks for those of two actors.
    private struct Traits: OptionSet {
        static let isOurs = Traits(rawValue: 1)
        static let isHonest = Traits(rawValue: 2)
        static let speaks = Traits(rawValue: 4)

        let rawValue: UInt8

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        init(_ actor: Actor) {
            self = []
            if actor.kind.isOurs { self.insert(.isOurs) }
            if actor.kind.isHonest { self.insert(.isHonest) }
            if actor.configuration?.voice != nil { self.insert(.speaks) }
        }
    }

    init(_ cast: Cast) {
        self.actors = cast.actors
        self.traits = cast.actors.map { Traits($0) }
        self.slots = cast.actors.map(\.slots)
        self.secrecy = SecrecyCheck(cast.secrets)
        self.votes = VoteTrace(actorCount: cast.actors.count)
    }

    private mutating func fail(_ check: Violation.Check, _ actors: [Int], now: Duration, _ text: String) {
        guard self.violation == nil else { return }
        self.violation = Violation(check: check, time: now, text: text, actors: actors)
    }

    /// TCP reaches an actor, who then knows where it comes from.
    mutating func opened(by dialler: Int, to listener: Int, from source: IPv4Address, now: Duration) {
        guard self.actors[dialler].kind == .hiddenHost, !self.actors[listener].kind.isOurs else { return }
        let names = (self.actors[dialler].name, self.actors[listener].name)
        self.fail(.secrecy, [dialler, listener], now: now, "\(names.1) sees a connection from \(names.0) (\(source))")
    }

    /// - Parameter vote: What the bytes are, if they are a vote.
    mutating func sent(
        _ bytes: [UInt8],
        _ vote: VoteID?,
        on end: EndName,
        from sender: Int,
        to receiver: Int,
        now: Duration
    ) {
        if self.traits[sender].contains(.isOurs), !self.traits[receiver].contains(.isOurs) {
            self.scannedBytes += bytes.count
            if let found = self.secrecy.find(in: bytes, isVote: vote != nil) {
                let (from, to) = self.names(sender, receiver)
                self.fail(.secrecy, [sender, receiver], now: now, "\(from) tells \(to) \(found)")
            }
        }
        guard let vote else { return }
        guard self.traits[sender].contains(.isHonest) else {
            self.votes.forged(vote)
            return
        }
        let speaks = self.traits[sender].contains(.speaks)
        guard let fault = self.votes.sent(vote, on: end, by: sender, speaks: speaks, now: now) else { return }
        let (from, to) = self.names(sender, receiver)
        switch fault {
        case .repeated:
            self.fail(.relay, [sender, receiver], now: now, "\(from) sends \(to) the same vote twice")
        case .returned:
            self.fail(.relay, [sender, receiver], now: now, "\(from) sends \(to) the vote that it got from there")
        case .forged:
            self.fail(.forgery, [sender, receiver], now: now, "\(from) sends \(to) a forged vote")
        }
    }

    private func names(_ sender: Int, _ receiver: Int) -> (String, String) {
        (self.actors[sender].name, self.actors[receiver].name)
    }

    mutating func received(_ vote: VoteID, on end: EndName, by receiver: Int, now: Duration) {
        self.votes.received(vote, on: end, by: receiver, now: now)
    }

    /// A machine has taken an event.
    mutating func afterStep(_ actor: Int, _ use: SlotUse, now: Duration) {
        self.judge(actor, inbound: use.inbound, outbound: use.outbound, now: now)
    }

    /// Compares links with slots.
    mutating func judge(_ actor: Int, inbound: Int, outbound: Int, now: Duration) {
        let limit = self.slots[actor]
        guard inbound > limit.inbound || outbound > limit.outbound else { return }
        let counts = "\(inbound) inbound and \(outbound) outbound links"
        let text = "\(self.actors[actor].name) has \(counts), with slots for \(limit.inbound) and \(limit.outbound)"
        self.fail(.slots, [actor], now: now, text)
    }
}
