import Addressing
import Overlay

/// All shores at one moment, between two of their windows: what no single one of them sees.
struct Survey {
    /// A link that stands at both ends.
    struct Link {
        let side: CircuitEnd.Side
        /// The actor at the other end.
        let other: Int
        let endpoint: Endpoint
        let countsAsStranger: Bool
        let since: Duration
        /// When something on it was last held up or lost.
        let disturbedAt: Duration?
    }

    private let cast: Cast
    private let berths: [Berth]

    init(_ cast: Cast, _ berths: [Berth]) {
        self.cast = cast
        self.berths = berths
    }

    func power(of actor: Int) -> Resident.Power {
        self.berths[self.cast.shore(of: actor).index].shore.powers[actor]
    }

    /// The links of an actor, in an order that only earlier events decide.
    func links(of actor: Int) -> [Link] {
        let shore = self.berths[self.cast.shore(of: actor).index]
        return shore.shore.residents[actor].ends.places.compactMap { self.link(shore.shore.ends[$0]) }
    }

    private func link(_ end: CircuitEnd) -> Link? {
        guard end.isOpen, end.isLinked, let name = end.other else { return nil }
        let berth = self.berths[name.shore.index]
        guard let place = berth.shore.ends.place(of: name) else { return nil }
        let other = berth.shore.ends[place]
        guard other.isOpen, let since = end.linkedSince ?? other.linkedSince else { return nil }
        return Link(
            side: end.side,
            other: end.otherActor,
            endpoint: end.endpoint,
            countsAsStranger: end.countsAsStranger,
            since: since,
            disturbedAt: [end.disturbedAt, other.disturbedAt].compactMap { $0 }.max()
        )
    }

    /// Whether an actor has a vote; `nil` if the vote is not followed.
    func hasReached(_ actor: Int, _ id: VoteID) -> Bool? {
        self.berths[self.cast.shore(of: actor).index].shore.watch.votes.hasReached(actor, id)
    }
}
