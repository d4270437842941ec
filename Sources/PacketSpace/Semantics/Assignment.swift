/// One field of a packet gets another value.
struct Assignment {
    enum Value {
        case constant(UInt64)
        case transformed(BitTransform, width: Int)
        case copied(from: Field)
        /// One of a range, nobody knows which.
        case oneOf(ClosedRange<UInt64>)
        /// One of several values, nobody knows which.
        case anyOf([UInt64])
    }

    let field: Field
    let value: Value

    init(_ field: Field, _ value: Value) {
        self.field = field
        self.value = value
    }

    var isVague: Bool {
        switch self.value {
        case .oneOf, .anyOf: true
        case .constant, .transformed, .copied: false
        }
    }
}
