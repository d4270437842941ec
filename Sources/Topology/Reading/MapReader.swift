internal import Diagnostics

/// Takes the entries of a map by key; what nobody took is unknown.
struct MapReader {
    /// An entry, and what the language says of its key.
    struct Entry {
        let description: KeyDescription
        let key: Located<String>
        let value: YAMLNode

        /// The key, the value, and what is between.
        var span: SourceSpan {
            self.key.span.joined(with: self.value.span)
        }
    }

    private let map: MapDescription
    private var entries: [YAMLEntry]

    /// - Parameters:
    ///   - node: What should be a map.
    ///   - map: Which map it should be.
    ///   - diagnostics: Receives what is wrong.
    /// - Returns: `nil` if the node is not a map.
    init?(_ node: YAMLNode, _ map: MapDescription, _ diagnostics: inout DiagnosticCollector) {
        guard let entries = node.entries(of: map, &diagnostics) else { return nil }
        self.map = map
        self.entries = entries
    }

    /// Takes the value of a key; `nil` if the map does not have it.
    mutating func take(_ key: String) -> Entry? {
        guard let description = self.map[key] else { preconditionFailure("\(self.map.what) has no '\(key)'") }
        guard let index = self.entries.firstIndex(where: { $0.key.value == key }) else { return nil }
        let entry = self.entries.remove(at: index)
        return Entry(description: description, key: entry.key, value: entry.value)
    }

    /// Takes the value of a key that the map must have.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - owner: Where to report that it is missing: a name, because a map may be long.
    mutating func require(
        _ key: String,
        of owner: (name: String, span: SourceSpan?),
        _ diagnostics: inout DiagnosticCollector
    ) -> Entry? {
        if let entry = self.take(key) { return entry }
        let message = "\(owner.name) has no '\(key)'"
        let help = self.map[key].map { "add '\($0.example)'" }
        diagnostics.append(.error(.missingKey, message, at: owner.span, help: help))
        return nil
    }

    /// The entries that nobody took, in the order of the file; the user chose their keys.
    func others() -> [Entry] {
        guard let others = self.map.others else { preconditionFailure("\(self.map.what) has no other keys") }
        return self.entries.map { Entry(description: others.value, key: $0.key, value: $0.value) }
    }

    /// Reports the entries that nobody took.
    func refuseRest(_ diagnostics: inout DiagnosticCollector) {
        for entry in self.entries {
            let known = "known here: " + self.map.names.map { "'\($0)'" }.joined(separator: ", ")
            let guess = diagnostics.suggestion(for: entry.key.value, in: self.map.names).map {
                "did you mean '\($0)'? "
            }
            let message = "unknown key '\(entry.key.value)'"
            diagnostics.append(.error(.unknownKey, message, at: entry.key.span, help: (guess ?? "") + known))
        }
    }
}
