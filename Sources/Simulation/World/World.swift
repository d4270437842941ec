import Overlay

/// A whole overlay in virtual time: its shores, what goes wrong, and what must hold.
///
/// Nothing in it looks at a clock, and no order of a set or dictionary, nor of threads, reaches what happens.
struct World {
    /// What concerns all shores, and happens while they stand still.
    enum Turn {
        case fault(Int)
        case heal(Int)
        case audit
    }

    /// Wall clock at the start, in seconds since 2000.
    static let epoch: UInt64 = 800_000_000
    /// Between two looks at what must hold at any time.
    static let auditInterval = Duration.milliseconds(500)

    let scenario: Scenario
    let cast: Cast
    var now = Duration.zero
    let berths: [Berth]
    private let crew: Crew
    private var turns = Agenda<Turn>()
    var cuts = Cuts()
    var checks: Checks

    /// - Parameter threads: How many run it; what happens does not depend on that.
    init(_ scenario: Scenario, threads: Int, keepsTrail: Bool) {
        let cast = Cast(scenario)
        let routing = Routing(cast, scenario)
        let signatures = SignatureMemory()
        self.scenario = scenario
        self.cast = cast
        self.berths = Shore.Name.allCases.map { name in
            Berth(Shore(name, scenario, cast, routing, signatures.signatures(), keepsTrail: keepsTrail))
        }
        self.crew = Crew(self.berths, threads: threads)
        self.checks = Checks(cast, scenario, routing)
        for (index, fault) in scenario.faults.enumerated() { self.turns.enter(.fault(index), at: fault.time) }
        self.turns.enter(.audit, at: Self.auditInterval)
    }

    /// Lets time pass until a check fails or the end is reached, with what happens then.
    mutating func run(until end: Duration) {
        let horizon = end + Duration(attoseconds: 1)
        while self.checks.violation == nil {
            let next = self.berths.compactMap { $0.shore.agenda.nextTime() }.min()
            let turn = self.turns.nextTime() ?? horizon
            if let next, next < min(turn, horizon) {
                self.crew.run(from: next, until: min(turn, horizon))
                self.learn()
            } else if turn < horizon {
                self.takeTurn()
            } else {
                break
            }
        }
        self.now = self.checks.violation?.time ?? max(self.now, end)
    }

    /// What happened on the shores and concerns all.
    private mutating func learn() {
        let spoken = self.berths.flatMap(\.spoken)
        for berth in self.berths { berth.forgetSpoken() }
        if !spoken.isEmpty { self.checks.note(spoken.sorted { $0.time < $1.time }) }
        let violations = self.berths.compactMap(\.shore.watch.violation)
        if let first = violations.min(by: { $0.time < $1.time }) { self.checks.note(first) }
    }

    private mutating func takeTurn() {
        guard let (time, turn) = self.turns.takeNext() else { return }
        self.now = time
        for berth in self.berths { berth.shore.now = time }
        switch turn {
        case .fault(let index): self.begin(self.scenario.faults[index])
        case .heal(let index): self.end(self.scenario.faults[index])
        case .audit: self.audit()
        }
        self.crew.exchange()
        self.learn()
    }

    /// Something that all shores stand still for.
    mutating func enter(_ turn: Turn, at time: Duration) {
        self.turns.enter(turn, at: time)
    }

    private mutating func audit() {
        let survey = Survey(self.cast, self.berths)
        let expired = self.checks.audit(survey, self.cuts, now: self.now)
        for count in self.checks.countLinks(survey) {
            self.onShore(of: count.actor) { shore in
                shore.watch.judge(count.actor, inbound: count.inbound, outbound: count.outbound, now: shore.now)
            }
        }
        for berth in self.berths { for id in expired { berth.shore.watch.votes.forget(id) } }
        self.enter(.audit, at: self.now + Self.auditInterval)
    }
}

// MARK: - What is found

extension World {
    var eventCount: Int {
        self.berths.reduce(0) { $0 + $1.shore.eventCount }
    }

    var trail: Trail {
        Trail(joining: self.berths.map(\.shore.trail), until: self.checks.violation?.time)
    }

    /// What came of it so far.
    ///
    /// - Parameter lines: Of the trail.
    func outcome(lines: [String]) -> Outcome {
        let survey = Survey(self.cast, self.berths)
        let watches = self.berths.map(\.shore.watch)
        return Outcome(
            violation: self.checks.violation,
            digest: self.trail.digest,
            events: self.eventCount,
            duration: self.now,
            links: self.cast.actors.indices.reduce(0) { count, actor in
                count + survey.links(of: actor).count { $0.side == .dialler }
            },
            voteDeliveries: watches.reduce(0) { $0 + $1.votes.deliveries },
            slowestVote: watches.map(\.votes.slowest).max() ?? .zero,
            longestRelink: self.checks.relinks.longest,
            scannedBytes: watches.reduce(0) { $0 + $1.scannedBytes },
            trail: lines
        )
    }
}
