internal import PacketSpace

/// Which packets get somewhere: those that may, and those of them that are sure to.
struct Passable: Hashable {
    let may: Diagram
    let sure: Diagram

    static let everything = Passable(may: .everything, sure: .everything)
    static let nothing = Passable(may: .nothing, sure: .nothing)

    init(may: Diagram, sure: Diagram) {
        self.may = may
        self.sure = sure
    }

    /// - Parameter function: Its outcomes are bits of ``Outcome``.
    init(_ function: Diagram, in store: DiagramStore) {
        self.may = store.packets(of: function, having: Outcome.accept)
        self.sure = store.difference(self.may, store.packets(of: function, having: Outcome.drop))
    }

    /// Those that get through here and there.
    func and(_ other: Passable, in store: DiagramStore) -> Passable {
        Passable(
            may: store.intersection(self.may, other.may),
            sure: store.intersection(self.sure, other.sure)
        )
    }

    func and(_ set: Diagram, in store: DiagramStore) -> Passable {
        self.and(Passable(may: set, sure: set), in: store)
    }

    /// Those for which it cannot be known.
    var unsure: Passable { Passable(may: self.may, sure: .nothing) }
}
