/// Functions of packets that rules have changed before.
extension DiagramStore {
    /// The function of a packet that was changed.
    func applying(_ change: Assignment, to diagram: Diagram) -> Diagram {
        let field = change.field.rawValue
        switch change.value {
        case .constant(let value):
            return self.assigning(field, value, in: diagram)
        case .copied(let source):
            return self.copying(source.rawValue, to: field, in: diagram)
        case .oneOf(let range):
            return self.forgetting(field, within: range, in: diagram)
        case .anyOf(let values):
            let functions = values.map { self.assigning(field, $0, in: diagram) }
            return functions.dropFirst().reduce(functions.first ?? diagram) { self.either($0, $1) }
        case .transformed(let transform, let width):
            return self.mapping(field, in: diagram) { range in
                transform.preimage(of: [UInt128(range.lowerBound)...UInt128(range.upperBound)], width: width)?
                    .map { UInt64($0.lowerBound)...UInt64($0.upperBound) }
            }
        }
    }
}
