/// One rule of a listed chain.
package struct ListedRule: Hashable, Sendable {
    /// The kernel's number for the rule, unique in its table.
    package let handle: Int
    package let comment: String?
    package let statements: [ListedStatement]
    /// What it asks beside its statements.
    package internal(set) var unlisted: UnlistedQuestions
    /// What the listing says of statements that are kept by their names alone, for those who compare rulesets.
    package internal(set) var unread: [String]
    /// See ``joinedDifferences``.
    var mayJoinDifferences: Bool

    /// - Parameter mayJoinDifferences: It was listed by nft, and nobody asked the kernel.
    package init(
        handle: Int,
        comment: String? = nil,
        _ statements: [ListedStatement],
        unlisted: UnlistedQuestions = .known([]),
        unread: [String] = [],
        mayJoinDifferences: Bool = false
    ) {
        self.handle = handle
        self.comment = comment
        self.statements = statements
        self.unlisted = unlisted
        self.unread = unread
        self.mayJoinDifferences = mayJoinDifferences
    }

    /// The rule with other statements.
    package func with(_ statements: [ListedStatement]) -> ListedRule {
        ListedRule(
            handle: self.handle,
            comment: self.comment,
            statements,
            unlisted: self.unlisted,
            unread: self.unread,
            mayJoinDifferences: self.mayJoinDifferences
        )
    }
}
