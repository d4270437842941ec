import FoundationEssentials

/// The test vectors of the peer protocol, `Tests/Vectors/vectors.json`.
///
/// Their member names become properties in camel case: `seed_hex` is read into `seedHex`.
package enum VectorFile {
    /// Reads a list of a group, given the type of its elements.
    package static func entries<Entry: Decodable>(
        _ type: Entry.Type,
        _ list: String = "entries",
        of group: String
    ) throws -> [Entry] {
        try self.decode([Entry].self, list, of: group)
    }

    /// Reads a text of a group.
    package static func text(_ name: String, of group: String) throws -> String {
        try self.decode(String.self, name, of: group)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ name: String, of group: String) throws -> Value {
        let path = #filePath.split(separator: "/").dropLast(3).map(String.init) + ["Tests", "Vectors", "vectors.json"]
        let data = try Data(contentsOf: URL(filePath: "/" + path.joined(separator: "/")))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        if let path = Member<Value>.path { decoder.userInfo[path] = [group, name].map(Self.camelCase) }
        return try decoder.decode(Member<Value>.self, from: data).value
    }

    private static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// One member of a member of the document.
    private struct Member<Value: Decodable>: Decodable {
        static var path: CodingUserInfoKey? {
            CodingUserInfoKey(rawValue: "path")
        }

        let value: Value

        init(from decoder: any Decoder) throws {
            let path = (Self.path.flatMap { decoder.userInfo[$0] } as? [String] ?? []).map(Key.init)
            self.value = try decoder.container(keyedBy: Key.self).nestedContainer(keyedBy: Key.self, forKey: path[0])
                .decode(Value.self, forKey: path[1])
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(_ name: String) {
            self.stringValue = name
        }

        init?(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}
