/// Makes the JSON Schema of the language from its description.
///
/// Source: JSON Schema draft 2020-12, the core and the validation vocabulary.
struct LanguageSchema {
    /// A text in which a range or a list stands.
    private static let template: JSONText = .object([("type", .string("string")), ("pattern", .string("\\{.+\\}"))])

    /// The schema of a whole file.
    static var text: String {
        var schema = LanguageSchema()
        let file = schema.members(of: Language.file)
        let members: [(String, JSONText)] =
            [
                ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                ("title", .string("Picket topology")),
                ("description", .string(Language.file.summary)),
            ] + file + [("$defs", .object(schema.definitions.sorted { $0.0 < $1.0 }))]
        return JSONText.object(members).text() + "\n"
    }

    private var definitions: [(String, JSONText)] = []
    private var known: Set<String> = []

    /// A reference to a map's schema, which is written once.
    private mutating func reference(to map: MapDescription) -> JSONText {
        if self.known.insert(map.path).inserted {
            let members = self.members(of: map)
            self.definitions.append((map.path, .object([("description", .string(map.summary))] + members)))
        }
        return .object([("$ref", .string("#/$defs/\(map.path)"))])
    }

    private mutating func members(of map: MapDescription) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [("type", .string("object"))]
        if !map.keys.isEmpty {
            members.append(("properties", .object(map.keys.map { ($0.name, self.schema(of: $0)) })))
        }
        if let others = map.others {
            members.append(
                (
                    "patternProperties",
                    .object([(Self.pattern(of: others, besides: map.names), self.schema(of: others.value))])
                )
            )
        }
        members.append(("additionalProperties", .flag(false)))
        let required = map.keys.filter(\.isRequired).map { JSONText.string($0.name) }
        // What one level of settings leaves out, another may give, so the schema cannot ask for it inside of them.
        if !required.isEmpty, !map.path.hasPrefix("firewall.") { members.append(("required", .list(required))) }
        return members
    }

    /// A pattern for the keys that the user names: it must not match the known ones, which have schemas of their own.
    private static func pattern(of others: MapDescription.OtherKeys, besides names: [String]) -> String {
        names.isEmpty ? others.pattern : "^(?!(\(names.joined(separator: "|")))$)" + others.pattern.dropFirst()
    }

    private mutating func schema(of key: KeyDescription) -> JSONText {
        var members: [(String, JSONText)] = [("description", .string(Self.sentence(key)))]
        if case .object(let type) = self.schema(of: key.type, isTemplate: key.isTemplate) { members += type }
        return .object(members)
    }

    private static func sentence(_ key: KeyDescription) -> String {
        key.summary + (key.defaultValue.map { "; default: \($0)" } ?? "") + "; such as '\(key.example)'"
    }

    private mutating func schema(of type: ValueType, isTemplate: Bool) -> JSONText {
        switch type {
        case .list(let item, _):
            return .object([
                ("type", .string("array")), ("items", self.schema(of: item, isTemplate: isTemplate)),
            ])
        case .either(let types):
            return .object([("anyOf", .list(types.map { self.schema(of: $0, isTemplate: isTemplate) }))])
        case .map(let map):
            return self.reference(to: map)
        case .version, .flag, .text, .name, .number, .port, .choice, .duration, .address, .prefix, .source, .secret,
            .validationKey, .party, .selector:
            let plain = Self.single(type)
            return isTemplate ? .object([("anyOf", .list([.object(plain), Self.template]))]) : .object(plain)
        }
    }

    /// The schema of a single value.
    private static func single(_ type: ValueType) -> [(String, JSONText)] {
        switch type {
        case .version: [("const", .number(1))]
        case .flag: [("type", .string("boolean"))]
        case .number(let range):
            [
                ("type", .string("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ]
        case .port: [("type", .string("integer")), ("minimum", .number(1)), ("maximum", .number(65_535))]
        case .choice(_, let words): [("enum", .list(words.map(JSONText.string)))]
        case .duration: Self.pattern("^[0-9]+(\\.[0-9]+)?(us|ms|s)$")
        case .name:
            [("type", .list([.string("string"), .string("integer")]))]
                + [("pattern", .string("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"))]
        case .address: Self.pattern("^([0-9.]+|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*)$")
        case .prefix: Self.pattern("^[0-9A-Fa-f.:]+/[0-9]+$")
        case .source: Self.pattern("^[0-9A-Fa-f.:]+(/[0-9]+)?$")
        case .secret: Self.pattern("^(file:.+|env:[A-Za-z_][A-Za-z0-9_]*)$")
        case .validationKey: Self.pattern("^n[1-9A-HJ-NP-Za-km-z]{40,60}$")
        case .selector, .party: [("type", .list([.string("string"), .string("integer")]))]
        // What YAML takes for a number or a flag is a text to the server.
        case .text: [("type", .list(["string", "integer", "number", "boolean"].map(JSONText.string)))]
        case .list, .either, .map: []
        }
    }

    private static func pattern(_ text: String) -> [(String, JSONText)] {
        [("type", .string("string")), ("pattern", .string(text))]
    }
}
