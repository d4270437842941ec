/// Whether something is so, as far as can be known.
enum Answer: Hashable {
    case yes, no, perhaps

    init(_ value: Bool) {
        self = value ? .yes : .no
    }

    var negated: Answer {
        switch self {
        case .yes: .no
        case .no: .yes
        case .perhaps: .perhaps
        }
    }

    static func && (lhs: Self, rhs: Self) -> Self {
        if lhs == .no || rhs == .no { return .no }
        return lhs == .yes && rhs == .yes ? .yes : .perhaps
    }
}
