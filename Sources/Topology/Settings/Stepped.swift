/// What a setting of several hosts comes to: one value for all, or one for each.
enum Stepped<Value: Sendable>: Sendable {
    case same(Value)
    /// From the host's index among those of its entry, counted from 0.
    case each(@Sendable (Int) -> Value)

    subscript(index: Int) -> Value {
        switch self {
        case .same(let value): value
        case .each(let make): make(index)
        }
    }

    /// - Parameters:
    ///   - templates: Everything in the value that may hold a range or a list.
    ///   - make: Makes the value of one host.
    init(_ templates: [Template], make: @escaping @Sendable (Int) -> Value) {
        self = templates.allSatisfy { $0.step == nil } ? .same(make(0)) : .each(make)
    }
}
