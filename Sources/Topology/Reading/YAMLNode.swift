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

extension YAMLNode {
    /// The node laid over one from farther away: maps merge key by key, everything else replaces.
    ///
    /// The farther map's order comes first, so that an override stays where its key was.
    func merged(over farther: YAMLNode) -> YAMLNode {
        guard case .mapping(let near) = self.content, case .mapping(var entries) = farther.content else { return self }
        for entry in near {
            if let index = entries.firstIndex(where: { $0.key.value == entry.key.value }) {
                entries[index] = YAMLEntry(key: entry.key, value: entry.value.merged(over: entries[index].value))
            } else {
                entries.append(entry)
            }
        }
        return YAMLNode(content: .mapping(entries), span: self.span)
    }

    /// The value of a key, if the node is a map that has it.
    subscript(key: String) -> YAMLEntry? {
        guard case .mapping(let entries) = self.content else { return nil }
        return entries.first { $0.key.value == key }
    }
}

extension YAMLNode {
    var isList: Bool {
        if case .sequence = self.content { true } else { false }
    }
}
