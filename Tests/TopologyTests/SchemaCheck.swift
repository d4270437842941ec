import Foundation

@testable import Topology

/// Checks a YAML file as an editor does: against the part of JSON Schema that the language's schema uses.
///
/// A keyword that it does not know is a problem too, so that no rule of the schema goes by unseen.
struct SchemaCheck {
    /// What JSON calls a YAML node.
    fileprivate enum Single {
        case integer(Int)
        case fraction, flag, null, array, object
        case text(String)

        func isOf(type: String) -> Bool {
            switch self {
            case .integer: type == "integer" || type == "number"
            case .fraction: type == "number"
            case .flag: type == "boolean"
            case .null: type == "null"
            case .array: type == "array"
            case .object: type == "object"
            case .text: type == "string"
            }
        }
    }

    private static let annotations: Set<String> = ["$schema", "$defs", "title", "description"]

    private let root: [String: Any]
    private let definitions: [String: [String: Any]]

    /// `nil` unless the text is a schema.
    init?(_ schema: String) {
        let document = try? JSONSerialization.jsonObject(with: Data(schema.utf8))
        guard let root = document as? [String: Any], let definitions = root["$defs"] as? [String: [String: Any]] else {
            return nil
        }
        self.root = root
        self.definitions = definitions
    }

    /// What the schema does not allow, one sentence each.
    func problems(in node: YAMLNode) throws -> [String] {
        try self.problems(node, self.root, "file")
    }

    private func problems(_ node: YAMLNode, _ schema: [String: Any], _ path: String) throws -> [String] {
        try schema.keys.sorted().filter { !Self.annotations.contains($0) }.flatMap { keyword in
            switch (keyword, schema[keyword]) {
            case ("$ref", let name as String):
                guard let target = self.definitions[name.replacing("#/$defs/", with: "")] else {
                    return ["\(path): there is no \(name)"]
                }
                return try self.problems(node, target, path)
            case ("anyOf", let choices as [[String: Any]]):
                let found = try choices.map { try self.problems(node, $0, path) }
                return found.contains { $0.isEmpty } ? [] : found.flatMap(\.self)
            case ("items", let item as [String: Any]):
                return try node.items.flatMap { try self.problems($0, item, path + "[]") }
            case ("required", let names as [String]):
                return names.filter { name in !node.entries.contains { $0.key.value == name } }.map {
                    "\(path): '\($0)' is missing"
                }
            case ("additionalProperties", let isOpen as Bool) where !isOpen:
                return try node.entries.flatMap { try self.problems($0, schema, path) }
            // Read together with `additionalProperties`, which every map of the schema has.
            case ("properties", is [String: Any]), ("patternProperties", is [String: Any]):
                return schema["additionalProperties"] == nil ? ["\(path): the map is open"] : []
            default:
                return try self.allows(node.single, keyword, schema[keyword]) ? [] : ["\(path): \(keyword)"]
            }
        }
    }

    /// Every schema that is for a key applies to its value.
    private func problems(_ entry: YAMLEntry, _ schema: [String: Any], _ path: String) throws -> [String] {
        let key = entry.key.value
        let known = (schema["properties"] as? [String: [String: Any]])?[key].map { [$0] } ?? []
        let patterns = schema["patternProperties"] as? [String: [String: Any]] ?? [:]
        let schemas = try known + patterns.filter { try key.firstMatch(of: Regex($0.key)) != nil }.map(\.value)
        guard !schemas.isEmpty else { return ["\(path): '\(key)' is unknown"] }
        return try schemas.flatMap { try self.problems(entry.value, $0, "\(path).\(key)") }
    }

    private func allows(_ value: Single, _ keyword: String, _ rule: Any?) throws -> Bool {
        switch (keyword, rule, value) {
        case ("type", let types as [String], _): types.contains { value.isOf(type: $0) }
        case ("type", let type as String, _): value.isOf(type: type)
        case ("enum", let words as [String], .text(let text)): words.contains(text)
        case ("const", let number as Int, .integer(let value)): number == value
        case ("pattern", let pattern as String, .text(let text)): try text.firstMatch(of: Regex(pattern)) != nil
        case ("minimum", let least as Int, .integer(let value)): value >= least
        case ("maximum", let most as Int, .integer(let value)): value <= most
        // These speak of one type only; whether it is that one, `type` says.
        case ("pattern", is String, _), ("minimum", is Int, _), ("maximum", is Int, _): true
        default: false
        }
    }
}

extension YAMLNode {
    fileprivate var items: [YAMLNode] {
        if case .sequence(let items) = self.content { items } else { [] }
    }

    fileprivate var entries: [YAMLEntry] {
        if case .mapping(let entries) = self.content { entries } else { [] }
    }

    fileprivate var single: SchemaCheck.Single {
        switch self.content {
        case .sequence: .array
        case .mapping: .object
        case .refused: .null
        case .scalar(let text, isPlain: false): .text(text)
        case .scalar(let text, isPlain: true):
            if self.isNothing {
                .null
            } else if ["true", "false"].contains(text) {
                .flag
            } else if let number = Int(text) {
                .integer(number)
            } else {
                Double(text) == nil ? .text(text) : .fraction
            }
        }
    }
}
