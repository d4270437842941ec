/// One rule of a listed chain.
package struct ListedRule: Hashable, Sendable {
    /// The kernel's number for the rule, unique in its table.
    package let handle: Int
    package let comment: String?
    package let statements: [ListedStatement]
    /// What it asks beside its statements.
    package internal(set) var unlisted: UnlistedQuestions

    package init(
        handle: Int,
        comment: String? = nil,
        _ statements: [ListedStatement],
        unlisted: UnlistedQuestions = .known([])
    ) {
        self.handle = handle
        self.comment = comment
        self.statements = statements
        self.unlisted = unlisted
    }
}
