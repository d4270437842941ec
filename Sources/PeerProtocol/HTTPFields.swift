/// The header fields of one HTTP message, in order.
///
/// Names are compared without regard to case; of a repeated name all values count, joined with commas; a field without
/// value is as good as absent.
///
/// Source: skywelld reference §3.1.
package struct HTTPFields: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package let name: String
        package let value: String
    }

    package private(set) var fields: [Field] = []

    package init(_ fields: KeyValuePairs<String, String> = [:]) {
        for (name, value) in fields { self.append(name, value) }
    }

    package mutating func append(_ name: String, _ value: String) {
        guard !value.isEmpty else { return }
        self.fields.append(Field(name: name, value: value))
    }

    /// All values of a name, joined with commas; `nil` if there is none.
    package subscript(name: String) -> String? {
        let wanted = name.lowercased()
        let values = self.fields.filter { $0.name.utf8.count == wanted.utf8.count && $0.name.lowercased() == wanted }
        return values.isEmpty ? nil : values.map(\.value).joined(separator: ",")
    }

    /// Every field as `Name: value` and a line end.
    package var text: String {
        self.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    }
}
