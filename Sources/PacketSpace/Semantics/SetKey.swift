internal import Nftables

/// What is looked up in a set: one value of the packet, or several together.
struct SetKey {
    let parts: [Subject]
    let requirement: Condition

    init(_ expression: Expression, _ reader: SubjectReader, _ store: DiagramStore) {
        if case .concatenation(let expressions) = expression {
            self.parts = expressions.map(reader.subject)
        } else {
            self.parts = [reader.subject(of: expression)]
        }
        self.requirement = self.parts.reduce(.always) { store.intersection($0, $1.requirement) }
    }
}

extension Subject {
    /// The number of the field that diagrams ask for first.
    var order: Int {
        switch self.place {
        case .field(let field), .wide(let field), .coded(let field, _): field.rawValue
        case .nextHeader: Field.transport.rawValue
        case .constant, .unknown: 0
        }
    }
}
