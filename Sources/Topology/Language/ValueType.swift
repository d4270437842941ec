/// What kind of value a key of the language takes.
package indirect enum ValueType: Sendable {
    /// The version of the language.
    case version
    case flag
    /// A text; what it is, such as "a path".
    case text(String)
    /// A name of the form that ``NameRule`` asks for; whose, such as "the name of a group".
    case name(String)
    case number(ClosedRange<Int>)
    case port
    /// One of some words; what they are, such as "a role".
    case choice(String, [String])
    /// A time, such as `20ms`.
    case duration
    /// An IPv4 or IPv6 address.
    case address
    /// A network of either family in CIDR form.
    case prefix
    /// A network of either family, or an address that stands for itself.
    case source
    /// Where a secret comes from: `file:PATH` or `env:NAME`.
    case secret
    /// The public key of a validator.
    case validationKey
    /// One end of a flow: `any`, `stranger`, a host, a segment or a prefix.
    case party
    /// A name, a pattern for names, or `key=value`; the keys that may be used.
    case selector([String])
    /// A list; what its items are, such as "prefixes".
    case list(ValueType, of: String)
    case either([ValueType])
    case map(MapDescription)

    /// What should be there, for a message.
    var expected: String {
        switch self {
        case .version: "the language version"
        case .flag: "true or false"
        case .text(let what), .name(let what), .choice(let what, _): what
        case .number(let range): range.upperBound == .max ? "a number" : "a number from \(range.lowerBound)"
        case .port: "a port"
        case .duration: "a time, such as 20ms"
        case .address: "an address"
        case .prefix: "a prefix"
        case .source: "an address or prefix"
        case .secret: "where a secret comes from"
        case .validationKey: "a validation key"
        case .party: "any, stranger, a host, a segment or a prefix"
        case .selector: "the name of a host"
        case .list(_, let items): "a list of \(items)"
        case .either(let types): types.map(\.expected).joined(separator: " or ")
        case .map: "a map"
        }
    }

    /// The words that may stand here; empty if there are too many to list.
    var words: [String] {
        if case .choice(_, let words) = self { words } else { [] }
    }

    /// The map that may stand here.
    var map: MapDescription? {
        switch self {
        case .map(let map): map
        case .either(let types): types.lazy.compactMap(\.map).first
        case .list(let item, _): item.map
        default: nil
        }
    }
}
