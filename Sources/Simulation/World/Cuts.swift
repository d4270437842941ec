/// Who does not reach whom at present.
struct Cuts: Sendable {
    private struct Pair: Hashable, Sendable {
        let first: Int
        let second: Int

        init(_ one: Int, _ other: Int) {
            (self.first, self.second) = (min(one, other), max(one, other))
        }
    }

    /// Actors that reach nobody, and how many faults cut them off.
    private var isolations: [Int: Int] = [:]
    /// Pairs of actors that do not reach each other, and how many faults keep them apart.
    private var separations: [Pair: Int] = [:]
    /// Kept apart, as it is asked with every packet.
    private var isSomewhere = false

    mutating func isolate(_ actor: Int, by step: Int) {
        let count = self.isolations[actor, default: 0] + step
        self.isolations[actor] = count > 0 ? count : nil
        self.update()
    }

    mutating func separate(_ one: Int, _ other: Int, by step: Int) {
        let count = self.separations[Pair(one, other), default: 0] + step
        self.separations[Pair(one, other)] = count > 0 ? count : nil
        self.update()
    }

    /// Whether packets get from one actor to another.
    func isClear(_ one: Int, _ other: Int) -> Bool {
        !self.isSomewhere
            || (self.isolations[one] == nil && self.isolations[other] == nil
                && self.separations[Pair(one, other)] == nil)
    }

    private mutating func update() {
        self.isSomewhere = !self.isolations.isEmpty || !self.separations.isEmpty
    }
}
