import Addressing
import Overlay

/// What must hold after each step, watched on one shore.
struct Watch: Sendable {
    private let actors: [Actor]
    /// What is asked of an actor at every step, apart from all that it is.
    private let traits: [Traits]
    private let secrecy: SecrecyCheck
    var votes: VoteTrace
    /// The first promise that was broken here.
    private(set) var violation: Violation?
    /// What strangers got from our hosts, in bytes.
    private(set) var scannedBytes = 0

    private struct Traits {
        let isOurs: Bool
        let isHonest: Bool
        let speaks: Bool
        let slots: SlotCeiling

        init(_ actor: Actor) {
            self.isOurs = actor.kind.isOurs
            self.isHonest = actor.kind.isHonest
            self.speaks = actor.configuration?.voice != nil
            self.slots = actor.slots
        }
    }

    init(_ cast: Cast) {
        self.actors = cast.actors
        self.traits = cast.actors.map { Traits($0) }
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
        if self.traits[sender].isOurs, !self.traits[receiver].isOurs {
            self.scannedBytes += bytes.count
            if let found = self.secrecy.find(in: bytes, isVote: vote != nil) {
                let (from, to) = self.names(sender, receiver)
                self.fail(.secrecy, [sender, receiver], now: now, "\(from) tells \(to) \(found)")
            }
        }
        guard let vote else { return }
        guard self.traits[sender].isHonest else {
            self.votes.forged(vote)
            return
        }
        let speaks = self.traits[sender].speaks
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
        let limit = self.traits[actor].slots
        guard inbound > limit.inbound || outbound > limit.outbound else { return }
        let counts = "\(inbound) inbound and \(outbound) outbound links"
        let text = "\(self.actors[actor].name) has \(counts), with slots for \(limit.inbound) and \(limit.outbound)"
        self.fail(.slots, [actor], now: now, text)
    }
}
