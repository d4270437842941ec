internal import Diagnostics

/// A value and where the file says it.
struct Located<Value: Sendable>: Sendable {
    let value: Value
    let span: SourceSpan

    init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Located: Equatable where Value: Equatable {}
