/// A section as the topology passes it through under `daemon`.
enum SectionText: Hashable {
    case text(String)
    case list([String])
    /// Keys and values, in order.
    case map([Pair])

    struct Pair: Hashable {
        let key: String
        let value: String
    }

    /// In YAML's flow style.
    var flow: String {
        switch self {
        case .text(let text): YAMLText.scalar(text)
        case .list(let lines): "[\(lines.map(YAMLText.scalar).joined(separator: ", "))]"
        case .map(let pairs): "{ \(pairs.map { "\($0.key): \(YAMLText.scalar($0.value))" }.joined(separator: ", ")) }"
        }
    }
}
