import Addressing
import Overlay
import PeerProtocol
import Skywelld

/// A whole overlay in virtual time: machines, what is on its way between them, and what goes wrong.
///
/// It hands events to machines in the order of time and carries out their actions. Nothing in it looks at a clock, and no
/// order of a set or dictionary reaches what happens.
struct World {
    /// What happens at a time.
    enum Item {
        case bytes([UInt8], fingerprint: UInt64, to: Circuit.End)
        case event(Event, to: Circuit.End)
        case connectTest(ConnectionID, isReachable: Bool, actor: Int, start: Int)
        case wake(Int)
        case arrive(Circuit.End)
        case start(Int, start: Int)
        case fault(Int)
        case heal(Int)
        case audit
    }

    /// Wall clock at the start, in seconds since 2000.
    static let epoch: UInt64 = 800_000_000
    /// From the dialler's first packet until it may speak, in one-way trips: TCP and TLS 1.2.
    static let handshakeTrips = 6
    /// Between two looks at what must hold at any time.
    static let auditInterval = Duration.milliseconds(500)

    let scenario: Scenario
    let cast: Cast
    let randomness: Randomness
    let routing: Routing
    /// By actor, apart from all else that is known of it.
    private let isHonest: [Bool]

    var now = Duration.zero
    var residents: [Resident]
    /// `nil` for adversaries, and while the power is not on. Apart from the residents, because reading a field of those must
    /// never copy a machine.
    var machines: [Overlay?]
    /// `nil` for everybody else, and while the power is not on.
    var adversaries: [Adversary?]
    var circuits: [Circuit] = []
    var freePlaces: [Int] = []
    var nextSerial = 0
    var agenda = Agenda<Item>()
    /// What waits until a cut heals, in the order in which it came.
    var held: [(event: Event, end: Circuit.End)] = []
    /// Pairs of actors that do not reach each other, and how many faults keep them apart.
    var separations: [Separation: Int] = [:]
    var isCutSomewhere = false
    var checks: Checks
    var trail: Trail
    let signatures = SignatureMemory().signatures
    /// What was sent last, and what stands for it.
    var lastSent: [UInt8] = []
    var lastFingerprint = Fingerprint.of([])
    /// The list of actions, whose memory is used again and again.
    private var spareActions: [Action] = []
    /// The wall clock at a time, computed once a second.
    private var networkTime = Self.epoch
    private var nextSecond = Duration.seconds(1)
    /// Events handed to machines.
    var eventCount = 0

    struct Separation: Hashable {
        let first: Int
        let second: Int

        init(_ one: Int, _ other: Int) {
            (self.first, self.second) = (min(one, other), max(one, other))
        }
    }

    init(_ scenario: Scenario, keepsTrail: Bool) {
        self.scenario = scenario
        self.cast = Cast(scenario)
        self.randomness = Randomness(seed: scenario.seed)
        self.routing = Routing(self.cast, scenario)
        self.isHonest = self.cast.actors.map(\.kind.isHonest)
        self.residents = self.cast.actors.map { _ in Resident() }
        self.machines = self.cast.actors.map { _ in nil }
        self.adversaries = self.cast.actors.map { _ in nil }
        self.checks = Checks(self.cast, scenario, self.routing)
        self.trail = Trail(keepsEntries: keepsTrail)
        for (index, actor) in self.cast.actors.enumerated() where actor.kind.isHonest {
            self.agenda.enter(.start(index, start: 0), at: actor.startsAt)
        }
        for (index, fault) in scenario.faults.enumerated() { self.agenda.enter(.fault(index), at: fault.time) }
        self.agenda.enter(.audit, at: Self.auditInterval)
    }

    /// Lets time pass until a check fails or the end is reached.
    mutating func run(until end: Duration) {
        while self.checks.violation == nil, let next = self.agenda.nextTime, next <= end {
            guard let (time, item) = self.agenda.takeNext() else { break }
            self.now = time
            self.handle(item)
        }
        if self.checks.violation == nil { self.now = max(self.now, end) }
    }

    private mutating func handle(_ item: Item) {
        switch item {
        case .bytes(let bytes, let fingerprint, let end): self.deliver(bytes, fingerprint, to: end)
        case .event(let event, let end): self.deliver(event, to: end)
        case .connectTest(let id, let isReachable, let actor, let start):
            guard self.residents[actor].starts == start else { return }
            self.feed(.connectTestFinished(id, isReachable: isReachable), to: actor)
        case .wake(let actor):
            guard self.residents[actor].wake == self.now else { return }
            self.residents[actor].wake = nil
            self.feed(.timeReached, to: actor)
        case .arrive(let end): self.arrive(end)
        case .start(let actor, let start):
            guard self.residents[actor].starts == start, self.residents[actor].power != .on else { return }
            self.start(actor)
        case .fault(let index): self.begin(self.scenario.faults[index])
        case .heal(let index): self.end(self.scenario.faults[index])
        case .audit: self.audit()
        }
    }

    // MARK: - Machines

    mutating func start(_ actor: Int) {
        let (cast, previous) = (self.cast.actors[actor], self.residents[actor])
        self.residents[actor].power = .on
        self.residents[actor].starts += 1
        self.residents[actor].wake = nil
        let seed = self.randomness.number(.machine, actor, previous.starts)
        if var configuration = cast.configuration {
            configuration.bootcache = previous.bootcache
            self.machines[actor] = Overlay(configuration: configuration, signatures: self.signatures, seed: seed)
        } else if case .adversary(let kind) = cast.kind {
            self.adversaries[actor] = Adversary(kind, self.cast, seed: seed)
        }
        self.trail.note(.started(actor), at: self.now)
        self.feed(.started, to: actor)
    }

    /// The wall clock, which all share.
    private mutating func moment() -> Moment {
        if self.now >= self.nextSecond {
            let second = self.now.components.seconds
            self.networkTime = Self.epoch + UInt64(second)
            self.nextSecond = .seconds(second + 1)
        }
        return Moment(elapsed: self.now, networkTime: self.networkTime)
    }

    /// Hands an event to a machine and does what it wants.
    mutating func feed(_ event: Event, to actor: Int) {
        guard self.residents[actor].power == .on else { return }
        self.eventCount += 1
        let moment = self.moment()
        var actions: [Action] = []
        swap(&actions, &self.spareActions)
        let use = self.machines[actor]?.handle(event, now: moment, into: &actions) ?? nil
        if !self.isHonest[actor] { actions += self.adversaries[actor]?.handle(event, now: moment) ?? [] }
        for action in actions { self.carryOut(action, of: actor) }
        actions.removeAll(keepingCapacity: true)
        swap(&actions, &self.spareActions)
        if let use { self.checks.afterStep(actor, use, now: self.now) }
    }

    private mutating func carryOut(_ action: Action, of actor: Int) {
        switch action {
        case .dial(let id, let endpoint): self.dial(id, endpoint, by: actor)
        case .send(let id, let bytes):
            self.send(bytes, on: id, by: actor)
            if self.scenario.mutation == .doubleRelay, self.cast.actors[actor].kind == .publicHost,
                VoteID(bytes) != nil
            {
                self.send(bytes, on: id, by: actor)
            }
        case .close(let id, let reason): self.close(id, reason, by: actor)
        case .testConnect(let id, let endpoint): self.testConnect(id, endpoint, by: actor)
        case .saveBootcache(let entries): self.residents[actor].bootcache = entries
        case .wake(let time):
            self.residents[actor].wake = max(time, self.now)
            self.agenda.enter(.wake(actor), at: max(time, self.now))
        case .log(let notice): self.trail.note(notice, of: actor, at: self.now)
        }
    }

    private mutating func audit() {
        let (residents, separations, isCut) = (self.residents, self.separations, self.isCutSomewhere)
        self.checks.audit(residents, self.circuits, now: self.now) { one, other in
            !isCut
                || (residents[one].isolations == 0 && residents[other].isolations == 0
                    && separations[Separation(one, other)] == nil)
        }
        self.agenda.enter(.audit, at: self.now + Self.auditInterval)
    }
}
