/// A function from packets to outcomes, or a set of packets, as a node of a ``DiagramStore``.
///
/// Two diagrams of one store are the same function exactly if they are equal: the store keeps every function once.
package struct Diagram: Hashable, Sendable {
    /// Outcomes are negative, inner nodes are not.
    let reference: Int32

    init(reference: Int32) {
        self.reference = reference
    }

    /// The function that gives every packet the same outcome.
    ///
    /// - Parameter outcome: 0 to 2^30; sets use 0 for "outside" and 1 for "inside".
    package init(outcome: Int) {
        precondition((0...Self.highestOutcome).contains(outcome), "\(outcome) is no outcome")
        self.reference = Int32(-1 - outcome)
    }

    package static let highestOutcome = 1 << 30
    /// The set of no packet.
    package static let nothing = Diagram(outcome: 0)
    /// The set of every packet.
    package static let everything = Diagram(outcome: 1)

    /// The one outcome of a constant function; `nil` for any other.
    package var outcome: Int? {
        self.reference < 0 ? Int(-1 - self.reference) : nil
    }
}
