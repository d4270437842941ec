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
        var joined: String?
        for field in self.fields where Self.isSame(field.name, name) {
            joined = joined.map { "\($0),\(field.value)" } ?? field.value
        }
        return joined
    }

    /// Names are ASCII.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).allSatisfy { $0 == $1 || Self.lowercased($0) == Self.lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Every field as `Name: value` and a line end, after a start line and before an empty one.
    func head(startingWith startLine: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes += startLine.utf8
        bytes += "\r\n".utf8
        for field in self.fields {
            bytes += field.name.utf8
            bytes += ": ".utf8
            bytes += field.value.utf8
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        return bytes
    }
}
