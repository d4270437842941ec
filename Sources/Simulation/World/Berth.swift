/// Where a shore lies in memory: whoever runs it has it for itself until all stand still.
final class Berth: @unchecked Sendable {
    var shore: Shore

    init(_ shore: Shore) {
        self.shore = shore
    }

    /// Takes over what goes from another shore to this one, and what it must know of the votes there.
    func take(from other: Berth) {
        for crossing in other.shore.crossings[self.shore.name.index] {
            self.shore.agenda.enter(crossing.item, at: crossing.time, hint: crossing.item.hint, memory: crossing.item.memory)
        }
        other.shore.crossings[self.shore.name.index].removeAll(keepingCapacity: true)
        for spoken in other.shore.watch.votes.newlySpoken { self.shore.watch.votes.learn(spoken) }
        for id in other.shore.watch.votes.newlyForged { self.shore.watch.votes.learn(forged: id) }
    }
}
