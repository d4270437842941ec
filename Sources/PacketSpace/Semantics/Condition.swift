/// The packets that agree with something, as far as can be known: some surely do, some perhaps.
struct Condition: Hashable {
    /// These do for sure.
    let surely: Diagram
    /// Only these can; holds the sure ones too.
    let possibly: Diagram

    init(_ exact: Diagram) {
        self.surely = exact
        self.possibly = exact
    }

    init(surely: Diagram, possibly: Diagram) {
        self.surely = surely
        self.possibly = possibly
    }

    static let always = Self(.everything)
    static let never = Self(.nothing)

    var isExact: Bool { self.surely == self.possibly }
}

extension DiagramStore {
    func intersection(_ lhs: Condition, _ rhs: Condition) -> Condition {
        let possibly = self.intersection(lhs.possibly, rhs.possibly)
        if lhs.isExact, rhs.isExact { return Condition(possibly) }
        return Condition(surely: self.intersection(lhs.surely, rhs.surely), possibly: possibly)
    }

    /// One function where a condition holds, another one elsewhere, the outcomes of both where nobody knows.
    func choose(_ condition: Condition, _ inside: Diagram, _ outside: Diagram) -> Diagram {
        if condition.isExact { return self.choose(condition.surely, inside, outside) }
        let perhaps = self.choose(condition.possibly, self.either(inside, outside), outside)
        return self.choose(condition.surely, inside, perhaps)
    }
}
