internal import Glibc
internal import Synchronization

/// Where a shore lies in memory, and how far it has come: whoever runs it has it for itself until all stand still.
///
/// A shore goes on in steps. What it sends to another one in a step cannot be felt there before `slack` further steps, so it may run
/// ahead of the other by so many: nobody waits for somebody who has more to do in one step and less in the next.
final class Berth: @unchecked Sendable {
    /// How many steps ahead of the others a shore can be.
    static let slack = 4
    /// So many steps are remembered. Whoever is at a step knows that the others have come so far that nobody needs the one before that
    /// had the same place.
    private static let ring = 2 * Berth.slack
    /// How often another is looked at before the wait becomes sleep: some ten microseconds.
    private static let patience = 20_000
    /// In microseconds.
    private static let sleep: UInt32 = 20

    var shore: Shore
    private var letters = LetterMemory()
    /// Votes spoken here since the last time that all stood still.
    private(set) var spoken: [VoteTrace.Spoken] = []
    /// How many steps are done.
    private let completed = Atomic(0)
    /// What goes to each shore, by the steps in which it set out. The owner fills one and shows it by `completed`; then it is the
    /// receiver's.
    private let outboxes: UnsafeMutablePointer<Outbox>

    private struct Outbox {
        var crossings: [Shore.Crossing] = []
        /// What the other one must know of the votes here before anything of it comes there.
        var spoken: [VoteTrace.Spoken] = []
        var forged: [VoteID] = []
    }

    init(_ shore: Shore) {
        self.shore = shore
        let count = Self.ring * Shore.Name.allCases.count
        self.outboxes = .allocate(capacity: count)
        self.outboxes.initialize(repeating: Outbox(), count: count)
    }

    deinit {
        self.outboxes.deinitialize(count: Self.ring * Shore.Name.allCases.count)
        self.outboxes.deallocate()
    }

    private func outbox(_ step: Int, to shore: Shore.Name) -> UnsafeMutablePointer<Outbox> {
        self.outboxes + (step % Self.ring) * Shore.Name.allCases.count + shore.index
    }

    // MARK: - While others run

    /// Runs one step.
    ///
    /// - Parameters:
    ///   - number: From 0 on since all stood still.
    ///   - end: Up to when.
    ///   - others: The other shores.
    func run(step number: Int, until end: Duration, _ others: [Berth]) {
        for other in others where number >= Self.slack {
            other.awaitCompletion(number - Self.slack)
            self.take(step: number - Self.slack, from: other)
        }
        self.shore.run(until: end)
        self.show(step: number)
    }

    /// What has set out goes to where the others will look for it.
    func show(step number: Int) {
        for name in Shore.Name.allCases where name != self.shore.name {
            let outbox = self.outbox(number, to: name)
            swap(&outbox.pointee.crossings, &self.shore.crossings[name.index])
            outbox.pointee.spoken = self.shore.watch.votes.newlySpoken
            outbox.pointee.forged = self.shore.watch.votes.newlyForged
        }
        self.spoken += self.shore.watch.votes.newlySpoken
        self.shore.watch.votes.clearNews()
        self.completed.store(number + 1, ordering: .releasing)
    }

    /// Takes over what another shore sent here in a step.
    func take(step number: Int, from other: Berth) {
        let outbox = other.outbox(number, to: self.shore.name)
        for index in outbox.pointee.crossings.indices {
            let time = outbox.pointee.crossings[index].time
            guard let crossing = outbox.pointee.crossings[index].item.take() else { continue }
            let item = crossing.owned(by: &self.letters)
            let (hint, memory) = (item.hint, item.memory)
            self.shore.agenda.enter(item, at: time, hint: hint, memory: memory)
        }
        outbox.pointee.crossings.removeAll(keepingCapacity: true)
        for spoken in outbox.pointee.spoken { self.shore.watch.votes.learn(spoken) }
        for id in outbox.pointee.forged { self.shore.watch.votes.learn(forged: id) }
    }

    private func awaitCompletion(_ step: Int) {
        var looks = 0
        while self.completed.load(ordering: .acquiring) <= step {
            looks += 1
            guard looks > Self.patience else { continue }
            usleep(Self.sleep)
        }
    }

    // MARK: - While all stand still

    /// Steps are counted anew.
    func beginSteps() {
        self.completed.store(0, ordering: .releasing)
    }

    func forgetSpoken() {
        self.spoken.removeAll(keepingCapacity: true)
    }
}
