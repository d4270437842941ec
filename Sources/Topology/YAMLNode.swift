internal import Diagnostics

/// A piece of a YAML file, with its place.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// A text. Plain means without quotes: only a plain text can be a number, `true`, `false` or nothing.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// The entries in the order of the file; their keys differ.
        case mapping([YAMLEntry])
        /// Something that was refused, and has its diagnostic already.
        case refused
    }

    let content: Content
    let span: SourceSpan

    /// What the node is, to tell the user what was found.
    var description: String {
        switch self.content {
        case .scalar("", isPlain: true), .scalar("~", isPlain: true), .scalar("null", isPlain: true): "nothing"
        case .scalar(let text, isPlain: true): "'\(text)'"
        case .scalar(let text, isPlain: false): "the text '\(text)'"
        case .sequence: "a list"
        case .mapping: "a map"
        case .refused: "something else"
        }
    }

    /// Whether a value was left out.
    var isNothing: Bool {
        guard case .scalar(let text, isPlain: true) = self.content else { return false }
        return ["", "~", "null"].contains(text)
    }
}

/// A key of a map and its value.
struct YAMLEntry: Sendable {
    let key: Located<String>
    let value: YAMLNode

    /// The key, the value, and what is between.
    var span: SourceSpan {
        self.key.span.joined(with: self.value.span)
    }
}
