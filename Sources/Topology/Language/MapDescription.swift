/// A map of the language: the keys that it has, and what else may stand in it.
package struct MapDescription: Sendable {
    /// Keys that the user names, such as those of hosts.
    package struct OtherKeys: Sendable {
        /// What stands for such a key in the documentation, such as `NAME`.
        package let sign: String
        /// A regular expression that all of them match.
        package let pattern: String
        /// What their values are; one description for all of them.
        package let value: KeyDescription

        init(_ sign: String, pattern: String, _ value: KeyDescription) {
            self.sign = sign
            self.pattern = pattern
            self.value = value
        }
    }

    /// Where it stands in a file, such as `segments.NAME`; empty for the file itself.
    package let path: String
    /// What it describes, for messages, such as "a segment".
    package let what: String
    /// What it is for. Whole sentences.
    package let summary: String
    /// In the order in which to list them.
    package let keys: [KeyDescription]
    package let others: OtherKeys?

    private let indices: [String: Int]

    init(
        _ path: String,
        _ what: String,
        _ summary: String,
        keys: [KeyDescription] = [],
        others: OtherKeys? = nil
    ) {
        self.path = path
        self.what = what
        self.summary = summary
        self.keys = keys
        self.others = others
        self.indices = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1.name, $0) })
    }

    /// The key of a name; `nil` if the map does not know it.
    package subscript(name: String) -> KeyDescription? {
        self.indices[name].map { self.keys[$0] }
    }

    /// The names of the keys, in the order in which to list them.
    var names: [String] {
        self.keys.map(\.name)
    }
}
