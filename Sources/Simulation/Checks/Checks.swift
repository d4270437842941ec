import Addressing
import Overlay

/// What must hold after each step of a run.
struct Checks: Sendable {
    private let actors: [Actor]
    /// What is asked of an actor at every step, apart from all that it is.
    private let traits: [Traits]
    private let secrecy: SecrecyCheck
    private(set) var votes: VoteCheck
    private(set) var relinks: RelinkCheck
    /// The first promise that was broken.
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

    init(_ cast: Cast, _ scenario: Scenario, _ routing: Routing) {
        self.actors = cast.actors
        self.traits = cast.actors.map { Traits($0) }
        self.secrecy = SecrecyCheck(cast.secrets)
        self.votes = VoteCheck(actorCount: cast.actors.count, longestLatency: routing.longestLatency)
        self.relinks = RelinkCheck(cast, scenario, longestLatency: routing.longestLatency)
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
        on end: Circuit.End,
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

    mutating func received(_ vote: VoteID, on end: Circuit.End, by receiver: Int, now: Duration) {
        self.votes.received(vote, on: end, by: receiver, now: now)
    }

    /// A machine has taken an event.
    mutating func afterStep(_ actor: Int, _ use: SlotUse, now: Duration) {
        self.judge(actor, inbound: use.inbound, outbound: use.outbound, now: now)
    }

    mutating func disturbed(_ actors: [Int], _ kind: Fault.Kind, now: Duration) {
        self.relinks.disturbed(actors, kind, now: now)
    }

    /// What must hold at any time, and is looked at now and then.
    mutating func audit(
        _ residents: [Resident],
        _ circuits: [Circuit],
        now: Duration,
        isClear: (Int, Int) -> Bool
    ) {
        if let missed = self.votes.settle(residents, circuits, self.actors, now: now) {
            let names = (self.actors[missed.author].name, self.actors[missed.missed].name)
            let text = "a vote of \(names.0) does not reach \(names.1), though links stand"
            self.fail(.votes, [missed.author, missed.missed], now: now, text)
        }
        if let missing = self.relinks.settle(residents, circuits, now: now, isClear: isClear) {
            let names = (self.actors[missing.dialler].name, self.actors[missing.listener].name)
            let text = "\(names.0) has no link to \(names.1), which is there since \(missing.for.secondsText)"
            self.fail(.relink, [missing.dialler, missing.listener], now: now, text)
        }
        self.countLinks(residents, circuits, now: now)
    }

    /// Counts the links of public hosts from outside, whatever their machines believe.
    private mutating func countLinks(_ residents: [Resident], _ circuits: [Circuit], now: Duration) {
        for actor in self.actors.indices where self.actors[actor].kind == .publicHost {
            var (inbound, outbound) = (0, 0)
            for end in residents[actor].ends.all(circuits) {
                let circuit = circuits[end.place]
                guard circuit.isLinked else { continue }
                if end.side == .acceptor, circuit.countsAsStranger { inbound += 1 }
                if end.side == .dialler, !self.traits[circuit.acceptor.actor].isOurs { outbound += 1 }
            }
            self.judge(actor, inbound: inbound, outbound: outbound, now: now)
        }
    }

    private mutating func judge(_ actor: Int, inbound: Int, outbound: Int, now: Duration) {
        let limit = self.traits[actor].slots
        guard inbound > limit.inbound || outbound > limit.outbound else { return }
        let counts = "\(inbound) inbound and \(outbound) outbound links"
        let text = "\(self.actors[actor].name) has \(counts), with slots for \(limit.inbound) and \(limit.outbound)"
        self.fail(.slots, [actor], now: now, text)
    }
}
