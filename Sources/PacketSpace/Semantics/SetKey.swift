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
        case .field(let field), .coded(let field, _): field.rawValue
        case .parts(let fields, _), .gated(_, let fields): fields[0].rawValue
        case .nextHeader: Field.transport.rawValue
        case .cases, .constant, .unknown: 0
        }
    }

    /// The fields that hold the value; `nil` if there are none that hold just that.
    var fields: [Field]? {
        switch self.place {
        case .field(let field): [field]
        case .parts(let fields, _): fields
        case .gated, .coded, .cases, .nextHeader, .constant, .unknown: nil
        }
    }
}
