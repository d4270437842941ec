/// The outcomes of verdict diagrams: what may happen to a packet, as bits.
package enum Outcome {
    package static let accept = 1
    /// Also for rejected ones.
    package static let drop = 2
}

extension Diagram {
    static let accepted = Diagram(outcome: Outcome.accept)
    static let dropped = Diagram(outcome: Outcome.drop)
    static let acceptedOrDropped = Diagram(outcome: Outcome.accept | Outcome.drop)
}
