/// A value of JSON (RFC 8259).
package enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// A number that is no `Int`.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Of two members with the same name the later one counts.
    case object([String: JSONValue])

    /// Compact, with members in alphabetical order, as the stock server writes it.
    package var text: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .string(let value): JSONString.quoted(value)
        case .array(let values): "[\(values.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(JSONString.quoted($0.key)):\($0.value.text)" }
                .joined(separator: ",") + "}"
        }
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A member of an object; `nil` if this is none, or has no such member.
    package subscript(name: String) -> JSONValue? {
        self.members?[name]
    }
}
