/// A line of `[rpc_startup]`, as far as it matters whether the server can read it.
enum StartupCommand {
    /// Whether a text is one JSON object. Source: RFC 8259.
    static func isObject(_ text: String) -> Bool {
        var reader = JSONShape(text)
        return reader.isObject()
    }

    /// The text that a key of an object has; `nil` if it has none. Nested objects are not told apart.
    static func text(of key: String, in object: String) -> String? {
        let parts = object.split(separator: "\"", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where part == key && index + 2 < parts.count {
            if parts[index + 1].allSatisfy({ $0 == ":" || $0 == " " || $0 == "\t" }) { return String(parts[index + 2]) }
        }
        return nil
    }

    /// What a line has the server do: the texts of 'command' and 'method', as the server reads them; empty if there is none.
    static func commands(in object: String) -> [String] {
        var reader = JSONShape(object)
        return (reader.members() ?? []).filter { $0.key == "command" || $0.key == "method" }.compactMap(\.text)
    }
}
