/// A JSON text that is to be written. Source: RFC 8259.
enum JSONValue {
    case null
    case boolean(Bool)
    case number(UInt64)
    case negative(Int)
    case string(String)
    case array([JSONValue])
    /// In this order.
    indirect case object([(key: String, value: JSONValue)])

    /// An object with one key, which is how libnftables writes most things.
    static func tagged(_ name: String, _ value: JSONValue) -> JSONValue {
        .object([(name, value)])
    }

    static func strings(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    init(_ number: Int) {
        self = number < 0 ? .negative(number) : .number(UInt64(number))
    }

    /// On one line.
    func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let number): text += String(number)
        case .negative(let number): text += String(number)
        case .string(let string): Self.write(string, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += ", " }
                Self.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
