/// A key of the language: what the reader, the schema and the documentation know of it.
package struct KeyDescription: Sendable {
    package let name: String
    package let type: ValueType
    package let isRequired: Bool
    /// What holds without it, as a value or in words; `nil` where there is nothing to say.
    package let defaultValue: String?
    /// Whether ranges and lists may stand in it, in step with the name of the host.
    package let isTemplate: Bool
    /// What it decides: one clause, lower case, no full stop.
    package let summary: String
    /// The key with a value, in one line of YAML.
    package let example: String

    init(
        _ name: String,
        _ type: ValueType,
        isRequired: Bool = false,
        default defaultValue: String? = nil,
        isTemplate: Bool = false,
        _ summary: String,
        example: String
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.isTemplate = isTemplate
        self.summary = summary
        self.example = example
    }
}
