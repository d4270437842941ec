extension RulesetListing {
    /// Whether both list the same rules: the same but for the numbers of rules and the order of the elements of sets.
    ///
    /// Neither means anything: the kernel numbers rules as they come, and nft 1.0.6 lists the elements of a concatenation
    /// in the order of their last bytes.
    package func isSame(as other: RulesetListing) -> Bool {
        self.withoutOrder == other.withoutOrder
    }

    /// The listing that all have that are the same.
    package var withoutOrder: RulesetListing {
        RulesetListing(
            tables: self.tables.map { table in
                var table = table
                table.counters.sort { $0.rawValue < $1.rawValue }
                table.objects.sort { $0.description < $1.description }
                table.sets = table.sets.map(\.withoutOrder).sorted { $0.name < $1.name }
                table.chains = table.chains.map(\.withoutHandles)
                return table
            }
        )
    }
}

extension ListedSet {
    fileprivate var withoutOrder: ListedSet {
        ListedSet(
            name: self.name,
            types: self.types,
            valueType: self.valueType,
            flags: self.flags.sorted(),
            size: self.size,
            timeout: self.timeout,
            elements: self.elements.inOrder,
            hasMore: self.hasMore
        )
    }
}

extension ListedChain {
    fileprivate var withoutHandles: ListedChain {
        let rules = self.rules.map { rule in
            let statements = rule.statements.map { statement -> ListedStatement in
                guard case .match(let comparison, let field, .anonymousSet(let elements)) = statement else {
                    return statement
                }
                return .match(comparison, field, .anonymousSet(elements.inOrder))
            }
            return ListedRule(handle: 0, comment: rule.comment, statements)
        }
        return ListedChain(name: self.name, base: self.base, rules: rules, hasMore: self.hasMore)
    }
}

extension [SetElement] {
    /// In some order that depends on nothing but the elements.
    fileprivate var inOrder: [SetElement] {
        self.map { ($0.description, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
