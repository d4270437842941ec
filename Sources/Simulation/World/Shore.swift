import Addressing
import Overlay
import PeerProtocol
import Skywelld

/// A part of a world: the actors that are near each other, what is on its way to them, and what they promise.
///
/// All that comes from another shore takes `Routing.farLatency` at least. So each can go on by that much without a look at the
/// others, on a thread of its own. It hands events to machines in the order of time and carries out their actions.
struct Shore: Sendable {
    /// Which one it is.
    enum Name: UInt8, CaseIterable, Sendable {
        case east
        case west

        /// Where an actor lives: those of the file in the east, as the file says how near they are to each other; all others
        /// here and there.
        init(of actor: Int, amongHosts hostCount: Int) {
            self = actor < hostCount || actor.isMultiple(of: 2) ? .east : .west
        }

        var index: Int { Int(self.rawValue) }
    }

    /// Something that goes to another shore.
    struct Crossing: Sendable {
        /// `nil` once it has gone over.
        var item: Item?
        let time: Duration
    }

    let name: Name
    let mutation: Mutation?
    let cast: Cast
    let randomness: Randomness
    let routing: Routing
    let signatures: Signatures
    /// By actor, apart from all else that is known of it.
    let isHonest: [Bool]

    var now = Duration.zero
    // By actor. Those of other shores are there as well, and stay as they are.
    var residents: [Resident]
    /// Apart from the residents, because every event asks for one of these.
    var powers: [Resident.Power]
    /// Of no meaning for adversaries, and while the power is not on. Apart from the residents, because reading a field of those must
    /// never copy a machine.
    var machines: [Overlay]
    /// `nil` for everybody else, and while the power is not on.
    var adversaries: [Adversary?]
    var ends: EndTable
    var agenda = Agenda<Item>()
    /// What goes to each of the shores, in the order in which it set out.
    var crossings: [[Crossing]] = Array(repeating: [], count: Name.allCases.count)
    /// What waits until a cut heals, in the order in which it came.
    var held: [(item: Item, end: EndName)] = []
    var cuts = Cuts()
    var watch: Watch
    var trail: Trail
    /// Events handed to machines.
    private(set) var eventCount = 0
    /// What was sent last, and what stands for it.
    var lastSent: [UInt8] = []
    var lastFingerprint = Fingerprint.of([])
    var outlook = Outlook()
    /// The list of actions, whose memory is used again and again.
    private var spareActions: [Action] = []
    /// The wall clock at a time, computed once a second.
    private var networkTime = World.epoch
    private var second: Int64 = 0
    private var nextSecond = Duration.seconds(1)

    init(
        _ name: Name,
        _ scenario: Scenario,
        _ cast: Cast,
        _ routing: Routing,
        _ signatures: Signatures,
        keepsTrail: Bool
    ) {
        self.name = name
        self.mutation = scenario.mutation
        self.cast = cast
        self.randomness = Randomness(seed: scenario.seed)
        self.routing = routing
        self.signatures = signatures
        self.isHonest = cast.actors.map(\.kind.isHonest)
        self.residents = cast.actors.map { _ in Resident() }
        self.powers = cast.actors.map { _ in .off }
        self.machines = Array(repeating: .vacant, count: cast.actors.count)
        self.adversaries = cast.actors.map { _ in nil }
        self.ends = EndTable(shore: name)
        self.watch = Watch(cast)
        self.trail = Trail(keepsEntries: keepsTrail)
        for (index, actor) in cast.actors.enumerated() where actor.kind.isHonest && cast.shore(of: index) == name {
            self.agenda.enter(.start(index, start: 0), at: actor.startsAt)
        }
    }

    /// Lets time pass up to an end, which is not part of it, or until a promise is broken.
    mutating func run(until end: Duration) {
        while self.watch.violation == nil {
            self.readAhead()
            guard let (time, item) = self.agenda.takeNext(before: end) else { break }
            self.now = time
            self.handle(item)
        }
    }

    private mutating func handle(_ item: consuming Item) {
        switch consume item {
        case .letters(let first, let second, let end):
            self.deliver(first, to: end)
            if let second { self.deliver(second, to: end) }
        case .arrival(let arrival, let end): self.deliver(arrival, to: end)
        case .gone(let end): self.noteGone(end)
        case .wake(let actor):
            guard self.residents[actor].wake == self.now else { return }
            self.residents[actor].wake = nil
            self.feed(.timeReached, to: actor)
        case .knock(let knock): self.answer(knock)
        case .joined(let joining): self.join(joining)
        case .probe(let probe): self.answer(probe)
        case .probed(let id, let isReachable, let actor, let start):
            guard self.residents[actor].starts == start else { return }
            self.feed(.connectTestFinished(id, isReachable: isReachable), to: actor)
        case .start(let actor, let start):
            guard self.residents[actor].starts == start, self.powers[actor] != .on else { return }
            self.start(actor)
        }
    }

    /// Puts something on its way, to whichever shore.
    ///
    /// - Returns: Where it lies among that which is on its way there.
    @discardableResult
    mutating func post(_ item: consuming Item, to shore: Name, at time: Duration) -> Int {
        if shore == self.name {
            let (hint, memory) = (item.hint, item.memory)
            return self.agenda.enter(item, at: time, hint: hint, memory: memory)
        }
        self.crossings[shore.index].append(Crossing(item: item, time: time))
        return self.crossings[shore.index].count - 1
    }

    /// Adds a letter to what lies there on its way, if that is a letter to the same end with room for one more.
    mutating func add(_ letter: Item.Letter, to end: EndName, at position: Int, for time: Duration) -> Bool {
        if end.shore == self.name { return self.agenda.change(at: position, for: time) { $0.add(letter, to: end) } }
        guard position < self.crossings[end.shore.index].count else { return false }
        return self.crossings[end.shore.index][position].item?.add(letter, to: end) ?? false
    }

    // MARK: - Machines

    mutating func start(_ actor: Int) {
        let (cast, previous) = (self.cast.actors[actor], self.residents[actor])
        self.powers[actor] = .on
        self.residents[actor].starts += 1
        self.residents[actor].wake = nil
        let seed = self.randomness.number(.machine, actor, previous.starts)
        if var configuration = cast.configuration {
            configuration.bootcache = previous.bootcache
            self.machines[actor] = Overlay(
                configuration: configuration,
                signatures: self.signatures,
                seed: seed,
                sharing: .vacant
            )
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
            self.networkTime = World.epoch + UInt64(second)
            self.second = second
            self.nextSecond = .seconds(second + 1)
        }
        return Moment(elapsed: self.now, networkTime: self.networkTime, second: self.second)
    }

    /// Hands an event to a machine and does what it wants.
    mutating func feed(_ event: Event, to actor: Int) {
        guard self.powers[actor] == .on else { return }
        self.eventCount += 1
        let moment = self.moment()
        var actions: [Action] = []
        swap(&actions, &self.spareActions)
        var use: SlotUse?
        if self.isHonest[actor] {
            use = self.machines[actor].handle(event, now: moment, into: &actions)
        } else {
            actions += self.adversaries[actor]?.handle(event, now: moment) ?? []
        }
        if actions.count >= Outlook.broadcast { self.readAhead(actions, of: actor) }
        for action in actions { self.carryOut(action, of: actor) }
        actions.removeAll(keepingCapacity: true)
        swap(&actions, &self.spareActions)
        if let use { self.watch.afterStep(actor, use, now: self.now) }
    }

    private mutating func carryOut(_ action: Action, of actor: Int) {
        switch action {
        case .dial(let id, let endpoint): self.dial(id, endpoint, by: actor)
        case .send(let id, let bytes):
            self.send(bytes, on: id, by: actor)
            if self.mutation == .doubleRelay, self.cast.actors[actor].kind == .publicHost, VoteID(bytes) != nil {
                self.send(bytes, on: id, by: actor)
            }
        case .close(let id, _): self.close(id, by: actor)
        case .testConnect(let id, let endpoint): self.testConnect(id, endpoint, by: actor)
        case .saveBootcache(let entries): self.residents[actor].bootcache = entries
        case .wake(let time):
            self.residents[actor].wake = max(time, self.now)
            self.agenda.enter(.wake(actor), at: max(time, self.now), hint: ~Int32(actor))
        case .log(let notice): self.trail.note(notice, of: actor, at: self.now)
        }
    }
}
