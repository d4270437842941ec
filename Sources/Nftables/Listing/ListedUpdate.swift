/// How a rule changes a set as packets come. Source: libnftables-json(5), "SET".
package struct ListedUpdate: Hashable, Sendable {
    package enum Operation: String, Hashable, Sendable {
        case add
        case update
        case delete
    }

    package let operation: Operation
    package let set: String
    /// What of the packet is the element.
    package let key: Expression
    /// What each element does by itself: the update matches only if all of it does.
    package let statements: [ListedStatement]
    /// How long the element is kept from then on, in seconds; `nil` where the set's own time-out counts.
    package let timeout: Int?
    /// The statement has more than this, such as the value of a map.
    package let hasMore: Bool

    package init(
        _ operation: Operation,
        _ set: String,
        _ key: Expression,
        _ statements: [ListedStatement] = [],
        timeout: Int? = nil,
        hasMore: Bool = false
    ) {
        self.operation = operation
        self.set = set
        self.key = key
        self.statements = statements
        self.timeout = timeout
        self.hasMore = hasMore
    }
}
