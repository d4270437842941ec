/// The answer to a question about all packets of a set.
package enum Settlement: Hashable, Sendable {
    case holds
    case fails(CounterExample)

    package var holds: Bool { self == .holds }

    package var counterExample: CounterExample? {
        switch self {
        case .holds: nil
        case .fails(let example): example
        }
    }
}
