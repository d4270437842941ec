import Overlay

/// A whole overlay in virtual time: its shores, what goes wrong, and what must hold.
///
/// Nothing in it looks at a clock, and no order of a set or dictionary, nor of threads, reaches what happens.
struct World {
    /// What concerns all shores, and happens while they stand still.
    private enum Turn {
        case fault(Int)
        case heal(Int)
        case audit
    }

    /// Wall clock at the start, in seconds since 2000.
    static let epoch: UInt64 = 800_000_000
    /// Between two looks at what must hold at any time.
    static let auditInterval = Duration.milliseconds(500)
    /// How far shores go on without a look at each other.
    private static let window = Duration.milliseconds(Routing.farLatency.lowerBound)

    let scenario: Scenario
    let cast: Cast
    var now = Duration.zero
    let berths: [Berth]
    private let crew: Crew
    private var turns = Agenda<Turn>()
    private var cuts = Cuts()
    private(set) var checks: Checks

    /// - Parameter threads: How many run it; what happens does not depend on that.
    init(_ scenario: Scenario, threads: Int, keepsTrail: Bool) {
        let cast = Cast(scenario)
        let routing = Routing(cast, scenario)
        let signatures = SignatureMemory().signatures
        self.scenario = scenario
        self.cast = cast
        self.berths = Shore.Name.allCases.map { name in
            Berth(Shore(name, scenario, cast, routing, signatures, keepsTrail: keepsTrail))
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
            let next = self.berths.compactMap(\.shore.agenda.nextTime).min()
            let turn = self.turns.nextTime ?? horizon
            if let next, next < min(turn, horizon) {
                self.crew.run(until: min(next + Self.window, turn, horizon))
                self.exchange()
            } else if turn < horizon {
                self.takeTurn()
            } else {
                break
            }
        }
        self.now = self.checks.violation?.time ?? max(self.now, end)
    }

    /// What one shore has for another goes over, in an order that only they decide.
    private mutating func exchange() {
        var spoken: [VoteTrace.Spoken] = []
        for from in self.berths {
            spoken += from.shore.watch.votes.newlySpoken
            for to in self.berths where to !== from { to.take(from: from) }
        }
        for berth in self.berths { berth.shore.watch.votes.clearNews() }
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
        self.exchange()
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
        self.turns.enter(.audit, at: self.now + Self.auditInterval)
    }
}

// MARK: - What is found

extension World {
    var eventCount: Int {
        self.berths.reduce(0) { $0 + $1.shore.eventCount }
    }

    var trail: Trail {
        Trail(joining: self.berths.map(\.shore.trail))
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

// MARK: - What goes wrong, and how it ends

extension World {
    private mutating func begin(_ fault: Fault) {
        self.noteFault(fault, isBeginning: true)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset: if let actor { self.onShore(of: actor) { $0.reset(actor) } }
        case .forget: if let actor { self.forget(actor) }
        case .isolate: if let actor { self.cuts.isolate(actor, by: 1) }
        case .separate: self.separate(fault, by: 1)
        case .crash: if let actor { self.onShore(of: actor) { $0.stop(actor, .idle, loses: false) } }
        case .wipe: if let actor { self.onShore(of: actor) { $0.stop(actor, .idle, loses: true) } }
        case .powerLoss: if let actor { self.onShore(of: actor) { $0.stop(actor, .off, loses: false) } }
        case .attack: if let adversary = self.position(fault.adversary) { self.start(adversary) }
        }
        self.shareCuts()
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
        guard fault.length > .zero, let index = self.scenario.faults.firstIndex(of: fault) else { return }
        self.turns.enter(.heal(index), at: self.now + fault.length)
    }

    private mutating func end(_ fault: Fault) {
        self.noteFault(fault, isBeginning: false)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset, .forget: break
        case .isolate: if let actor { self.cuts.isolate(actor, by: -1) }
        case .separate: self.separate(fault, by: -1)
        case .crash, .wipe, .powerLoss: if let actor { self.start(actor) }
        case .attack:
            if let adversary = self.position(fault.adversary) {
                self.onShore(of: adversary) { $0.stop(adversary, .idle, loses: true) }
            }
        }
        self.shareCuts()
        for berth in self.berths { berth.shore.letGo() }
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
    }

    private func onShore(of actor: Int, _ change: (inout Shore) -> Void) {
        change(&self.berths[self.cast.shore(of: actor).index].shore)
    }

    private func noteFault(_ fault: Fault, isBeginning: Bool) {
        self.berths[0].shore.trail.note(.fault(fault, isBeginning: isBeginning), at: self.now)
    }

    private func start(_ actor: Int) {
        self.onShore(of: actor) { shore in
            if shore.residents[actor].power != .on || shore.adversaries[actor] != nil { shore.start(actor) }
        }
    }

    private func position(_ kind: Adversary.Kind?) -> Int? {
        self.cast.actors.firstIndex { actor in
            if case .adversary(let other) = actor.kind { other == kind } else { false }
        }
    }

    private func positions(of fault: Fault) -> [Int] {
        [fault.host, fault.other].compactMap { name in name.flatMap { self.cast.positions[$0] } }
    }

    private mutating func separate(_ fault: Fault, by step: Int) {
        guard let one = fault.host.flatMap({ self.cast.positions[$0] }),
            let other = fault.other.flatMap({ self.cast.positions[$0] })
        else { return }
        self.cuts.separate(one, other, by: step)
    }

    private func shareCuts() {
        for berth in self.berths { berth.shore.cuts = self.cuts }
    }

    /// All connections of an actor are forgotten on the way, at both ends.
    private func forget(_ actor: Int) {
        let own = self.berths[self.cast.shore(of: actor).index]
        for place in own.shore.places(of: actor) {
            own.shore.lose(place)
            guard let name = own.shore.ends[place].other else { continue }
            let other = self.berths[name.shore.index]
            if let place = other.shore.ends.place(of: name) { other.shore.lose(place) }
        }
    }
}
