/// What a listing says where this reader keeps a name alone.
///
/// Two statements of one name may be different ones: whoever compares rulesets has to look at this as well. Nobody else does, and
/// most rules have nothing of the kind: what they say is written down for the others only.
extension ListingReader {
    /// - Parameter expressions: The places of a rule's statements.
    func unread(_ statements: [ListedStatement], at expressions: [Int]) -> [String] {
        zip(statements, expressions).compactMap { $0.isReadWhole ? nil : self.tape.canonical($1) }
    }

    /// Of the elements of a set, in an order that depends on nothing else.
    func unread(_ elements: [SetElement], at place: Int) -> [String] {
        guard !elements.allSatisfy(\.isReadWhole) else { return [] }
        let items = self.tape.kind(place) == .array ? self.tape.items(place) : [place]
        guard items.count == elements.count else { return [self.tape.canonical(place)] }
        return zip(elements, items).compactMap { $0.isReadWhole ? nil : self.tape.canonical($1) }.sorted()
    }
}

extension ListedStatement {
    /// Whether the listing says no more of it that decides anything.
    fileprivate var isReadWhole: Bool {
        switch self {
        case .match(_, let expression, let constant), .verdictMap(let expression, let constant):
            expression.isReadWhole && constant.isReadWhole
        case .mangle(let target, let value): target.isReadWhole && value.isReadWhole
        case .translate(let target):
            target.isPlain && target.address?.isReadWhole ?? true && target.port?.isReadWhole ?? true
        case .updateSet(let update):
            !update.hasMore && update.key.isReadWhole && update.statements.allSatisfy(\.isReadWhole)
        case .verdict, .reject, .notrack, .connectionsOver, .limit, .counter, .log: true
        case .neutral(let name): name == "last"
        // Whatever a SYN proxy offers is not in its words.
        case .synproxy, .undecidable, .divert, .unknown: false
        }
    }
}

extension Expression {
    fileprivate var isReadWhole: Bool {
        switch self {
        case .meta, .payload, .connection, .routes: true
        case .binary(_, let inner, let constant), .map(let inner, let constant):
            inner.isReadWhole && constant.isReadWhole
        case .concatenation(let parts): parts.allSatisfy(\.isReadWhole)
        case .constant(let constant): constant.isReadWhole
        case .other: false
        }
    }
}

extension Constant {
    fileprivate var isReadWhole: Bool {
        switch self {
        case .number, .ipv4, .ipv6, .boolean, .symbol, .symbols, .numberPrefix, .everythingElse, .namedSet: true
        case .flags(let parts), .concatenation(let parts): parts.allSatisfy(\.isReadWhole)
        case .anonymousSet(let elements): elements.allSatisfy(\.isReadWhole)
        case .unknown: false
        }
    }
}

extension SetElement {
    fileprivate var isReadWhole: Bool {
        guard !self.isUnread, self.key.isReadWhole else { return false }
        guard case .constant(let constant) = self.value else { return true }
        return constant.isReadWhole
    }
}
