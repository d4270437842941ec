/// Whether packets get from one end to another.
package enum ReachAnswer: String, CaseIterable, Codable, Comparable, Sendable {
    /// No packet that belongs to no flow yet gets there.
    case no
    /// Some packet may get there, and nothing that opens a flow is sure to: what decides cannot be known beforehand, or
    /// the answers do not come back.
    case maybe
    /// Some first packet is sure to get there, and its answers to come back.
    case yes

    package static func < (lhs: ReachAnswer, rhs: ReachAnswer) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .no: 0
        case .maybe: 1
        case .yes: 2
        }
    }
}
