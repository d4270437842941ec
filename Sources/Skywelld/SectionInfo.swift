/// What the server makes of one section of `skywelld.cfg`.
package struct SectionInfo: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Any number of lines that each mean something.
        case list
        /// Exactly one line, 0 or 1.
        case flag
        /// Exactly one line, a whole number.
        case integer
        /// Exactly one line of text.
        case text
        /// Exactly one line, one of these or a whole number.
        case choice([String])
        /// Lines of the form `key = value`; the keys that are known.
        case keyValues(Set<String>)
        /// One JSON object per line.
        case json
    }

    /// Who decides what the section says.
    package enum Owner: String, Hashable, Sendable {
        /// It follows from the topology; nobody else may set it.
        case picket
        /// Picket writes a default; `daemon` may replace it.
        case shared
        /// Only there if the operator passes it through.
        case passedThrough
    }

    package let name: String
    package let kind: Kind
    /// What the server does without the section, in words or as a value.
    package let defaultValue: String
    package let owner: Owner
    /// Whether its lines must never be shown.
    package let isSecret: Bool
    /// What it decides: one clause, lower case, no full stop.
    package let summary: String

    package init(
        _ name: String,
        _ kind: Kind,
        default defaultValue: String,
        _ owner: Owner,
        isSecret: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.owner = owner
        self.isSecret = isSecret
        self.summary = summary
    }
}
