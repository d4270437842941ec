/// What a ruleset does about an expectation.
package enum ExpectationOutcome: Hashable, Sendable {
    /// Of all packets that are meant.
    case holds
    /// Not of this one, whatever the rules that cannot be known do.
    case violated(CounterExample)
    /// Something that cannot be known decides, for this packet at least.
    case unsettled(CounterExample?, because: [String])

    package var word: String {
        switch self {
        case .holds: "holds"
        case .violated: "violated"
        case .unsettled: "unsettled"
        }
    }

    package var counterExample: CounterExample? {
        switch self {
        case .holds: nil
        case .violated(let example): example
        case .unsettled(let example, _): example
        }
    }
}
