/// A named set or map of a listed table.
package struct ListedSet: Hashable, Sendable {
    package let name: String
    /// By the names of nft: `ipv4_addr`, `inet_service`, …; several for a concatenation.
    package let types: [String]
    /// What a map gives: a type, or `verdict`.
    package let valueType: String?
    /// Among them ``dynamic`` where rules add elements.
    package internal(set) var flags: [String]
    /// How many elements it may hold; `nil` where nobody limited it.
    package let size: Int?
    /// How long elements are kept, in seconds; `nil` where they stay.
    package let timeout: Int?
    package let elements: [SetElement]
    /// The listing has more about it than this.
    package let hasMore: Bool
    /// What the listing says of elements that are not read whole, for those who compare rulesets.
    package let unread: [String]

    package init(
        name: String,
        types: [String],
        valueType: String? = nil,
        flags: [String] = [],
        size: Int? = nil,
        timeout: Int? = nil,
        elements: [SetElement],
        hasMore: Bool = false,
        unread: [String] = []
    ) {
        self.name = name
        self.types = types
        self.valueType = valueType
        self.flags = flags
        self.size = size
        self.timeout = timeout
        self.elements = elements
        self.hasMore = hasMore
        self.unread = unread
    }

    /// The flag of a set that rules add elements to.
    package static let dynamic = "dynamic"

    /// It has a default time-out.
    package var hasTimeout: Bool { self.timeout != nil }
    /// Rules add to it.
    package var isFilledByRules: Bool { self.flags.contains(Self.dynamic) }

    /// The same with more elements.
    func adding(_ elements: [SetElement], unread: [String]) -> ListedSet {
        ListedSet(
            name: self.name,
            types: self.types,
            valueType: self.valueType,
            flags: self.flags,
            size: self.size,
            timeout: self.timeout,
            elements: self.elements + elements,
            hasMore: self.hasMore,
            unread: (self.unread + unread).sorted()
        )
    }
}
