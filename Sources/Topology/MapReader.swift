internal import Diagnostics

/// Takes the entries of a map by key; what nobody took is unknown.
struct MapReader {
    private let keys: [String]
    private var entries: [YAMLEntry]

    /// - Parameters:
    ///   - node: What should be a map.
    ///   - what: What the map describes, such as "a segment".
    ///   - keys: The keys that it may have.
    ///   - diagnostics: Receives what is wrong.
    /// - Returns: `nil` if the node is not a map.
    init?(_ node: YAMLNode, of what: String, keys: [String], _ diagnostics: inout DiagnosticCollector) {
        guard let entries = node.entries(of: what, keys: keys, &diagnostics) else { return nil }
        self.keys = keys
        self.entries = entries
    }

    /// Takes the value of a key; `nil` if the map does not have it.
    mutating func take(_ key: String) -> YAMLEntry? {
        assert(self.keys.contains(key), "\(key) is not among the known keys")
        guard let index = self.entries.firstIndex(where: { $0.key.value == key }) else { return nil }
        return self.entries.remove(at: index)
    }

    /// Takes the value of a key that the map must have.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - owner: Where to report that it is missing: a name, because a map may be long.
    ///   - example: What to write.
    mutating func require(
        _ key: String,
        of owner: (name: String, span: SourceSpan?),
        example: String,
        _ diagnostics: inout DiagnosticCollector
    ) -> YAMLEntry? {
        if let entry = self.take(key) { return entry }
        let message = "\(owner.name) has no '\(key)'"
        diagnostics.append(.error(.missingKey, message, at: owner.span, help: "add '\(example)'"))
        return nil
    }

    /// The entries that nobody took, in the order of the file.
    func rest() -> [YAMLEntry] {
        self.entries
    }

    /// Reports the entries that nobody took.
    func refuseRest(_ diagnostics: inout DiagnosticCollector) {
        for entry in self.entries {
            let known = "known here: " + self.keys.map { "'\($0)'" }.joined(separator: ", ")
            let guess = diagnostics.suggestion(for: entry.key.value, in: self.keys).map { "did you mean '\($0)'? " }
            let message = "unknown key '\(entry.key.value)'"
            diagnostics.append(.error(.unknownKey, message, at: entry.key.span, help: (guess ?? "") + known))
        }
    }
}
