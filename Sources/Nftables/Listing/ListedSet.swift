/// A named set or map of a listed table.
package struct ListedSet: Hashable, Sendable {
    package let name: String
    /// By the names of nft: `ipv4_addr`, `inet_service`, …; several for a concatenation.
    package let types: [String]
    /// What a map gives: a type, or `verdict`.
    package let valueType: String?
    package let flags: [String]
    /// It has a default time-out.
    package let hasTimeout: Bool
    package let elements: [SetElement]

    package init(
        name: String,
        types: [String],
        valueType: String? = nil,
        flags: [String] = [],
        hasTimeout: Bool = false,
        elements: [SetElement]
    ) {
        self.name = name
        self.types = types
        self.valueType = valueType
        self.flags = flags
        self.hasTimeout = hasTimeout
        self.elements = elements
    }
}
