import Addressing
import Overlay

/// What must hold after each step of a run.
struct Checks: Sendable {
    private let actors: [Actor]
    private let secrecy: SecrecyCheck
    private(set) var votes: VoteCheck
    private(set) var relinks: RelinkCheck
    /// The first promise that was broken.
    private(set) var violation: Violation?
    /// What strangers got from our hosts, in bytes.
    private(set) var scannedBytes = 0

    init(_ cast: Cast, _ scenario: Scenario, _ routing: Routing) {
        self.actors = cast.actors
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

    mutating func sent(_ bytes: [UInt8], on end: Circuit.End, from sender: Int, to receiver: Int, now: Duration) {
        let vote = VoteID(bytes)
        let (from, to) = (self.actors[sender], self.actors[receiver])
        if from.kind.isOurs, !to.kind.isOurs {
            self.scannedBytes += bytes.count
            if let found = self.secrecy.find(in: bytes, isVote: vote != nil) {
                self.fail(.secrecy, [sender, receiver], now: now, "\(from.name) tells \(to.name) \(found)")
            }
        }
        guard let vote else { return }
        guard from.kind.isHonest else {
            self.votes.forged(vote)
            return
        }
        let speaks = from.configuration?.voice != nil
        switch self.votes.sent(vote, on: end, by: sender, speaks: speaks, now: now) {
        case nil: break
        case .repeated:
            self.fail(.relay, [sender, receiver], now: now, "\(from.name) sends \(to.name) the same vote twice")
        case .returned:
            self.fail(
                .relay,
                [sender, receiver],
                now: now,
                "\(from.name) sends \(to.name) the vote that it got from there"
            )
        case .forged:
            self.fail(.forgery, [sender, receiver], now: now, "\(from.name) sends \(to.name) a forged vote")
        }
    }

    mutating func received(_ bytes: [UInt8], on end: Circuit.End, by receiver: Int, now: Duration) {
        guard let vote = VoteID(bytes) else { return }
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
            for end in residents[actor].ends.values {
                let circuit = circuits[end.place]
                guard circuit.isLinked else { continue }
                if end.side == .acceptor, circuit.countsAsStranger { inbound += 1 }
                if end.side == .dialler, !self.actors[circuit.acceptor.actor].kind.isOurs { outbound += 1 }
            }
            self.judge(actor, inbound: inbound, outbound: outbound, now: now)
        }
    }

    private mutating func judge(_ actor: Int, inbound: Int, outbound: Int, now: Duration) {
        let limit = self.actors[actor].slots
        guard inbound > limit.inbound || outbound > limit.outbound else { return }
        let counts = "\(inbound) inbound and \(outbound) outbound links"
        let text = "\(self.actors[actor].name) has \(counts), with slots for \(limit.inbound) and \(limit.outbound)"
        self.fail(.slots, [actor], now: now, text)
    }
}
