import Overlay

/// What must hold at any time, and is looked at now and then, when all shores stand still.
struct Checks: Sendable {
    private let actors: [Actor]
    private(set) var votes: VoteCheck
    private(set) var relinks: RelinkCheck
    /// The first promise that was broken, here or on a shore.
    private(set) var violation: Violation?

    init(_ cast: Cast, _ scenario: Scenario, _ routing: Routing) {
        self.actors = cast.actors
        self.votes = VoteCheck(longestLatency: routing.longestLatency)
        self.relinks = RelinkCheck(cast, scenario, longestLatency: routing.longestLatency)
    }

    private mutating func fail(_ check: Violation.Check, _ actors: [Int], now: Duration, _ text: String) {
        self.note(Violation(check: check, time: now, text: text, actors: actors))
    }

    mutating func note(_ violation: Violation) {
        if self.violation == nil { self.violation = violation }
    }

    mutating func disturbed(_ actors: [Int], _ kind: Fault.Kind, now: Duration) {
        self.relinks.disturbed(actors, kind, now: now)
    }

    /// Votes were spoken: see `VoteCheck`.
    mutating func note(_ spoken: [VoteTrace.Spoken]) {
        self.votes.note(spoken)
    }

    /// - Returns: Votes that need not be remembered any more.
    mutating func audit(_ survey: Survey, _ cuts: Cuts, now: Duration) -> [VoteID] {
        if let missed = self.votes.settle(survey, self.actors, now: now) {
            let names = (self.actors[missed.author].name, self.actors[missed.missed].name)
            let text = "a vote of \(names.0) does not reach \(names.1), though links stand"
            self.fail(.votes, [missed.author, missed.missed], now: now, text)
        }
        if let missing = self.relinks.settle(survey, cuts, now: now) {
            let names = (self.actors[missing.dialler].name, self.actors[missing.listener].name)
            let text = "\(names.0) has no link to \(names.1), which is there since \(missing.for.secondsText)"
            self.fail(.relink, [missing.dialler, missing.listener], now: now, text)
        }
        return self.votes.expire(now: now)
    }

    /// The links of public hosts, counted from outside, whatever their machines believe.
    func countLinks(_ survey: Survey) -> [(actor: Int, inbound: Int, outbound: Int)] {
        self.actors.indices.filter { self.actors[$0].kind == .publicHost }.map { actor in
            let links = survey.links(of: actor)
            let inbound = links.count { $0.side == .acceptor && $0.countsAsStranger }
            let outbound = links.count { $0.side == .dialler && !self.actors[$0.other].kind.isOurs }
            return (actor, inbound, outbound)
        }
    }
}
