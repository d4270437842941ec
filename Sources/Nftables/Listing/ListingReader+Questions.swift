extension ListingReader {
    /// What a rule may ask beside what is listed of it.
    func unlistedQuestions(of statements: [ListedStatement], family: String) -> UnlistedQuestions {
        let isOfIPv6 = family == "ip6"
        let mayAsk = statements.contains { statement in
            if isOfIPv6, case .reject(let reject) = statement, reject.type == "tcp reset" { return true }
            return statement.reads { $0 == "th" || isOfIPv6 && !Self.lowerHeaders.contains($0) }
        }
        return mayAsk ? .unknown : .known([])
    }

    /// The headers for whose fields no protocol is asked.
    private static let lowerHeaders: Set<String> = ["ip", "ip6", "ether", "vlan", "arp"]
}

extension ListedStatement {
    /// Whether it reads a field of some header.
    fileprivate func reads(_ isWanted: (_ header: String) -> Bool) -> Bool {
        switch self {
        case .match(_, let expression, _), .verdictMap(let expression, _):
            return expression.reads(isWanted)
        case .mangle(let target, let value):
            return target.reads(isWanted) || value.reads(isWanted)
        case .translate(let target):
            return target.address?.reads(isWanted) ?? false || target.port?.reads(isWanted) ?? false
        case .updateSet(let update):
            return update.key.reads(isWanted) || update.statements.contains { $0.reads(isWanted) }
        case .verdict, .reject, .notrack, .connectionsOver, .limit, .undecidable, .counter, .log, .neutral, .synproxy,
            .divert, .unknown:
            return false
        }
    }
}

extension Expression {
    fileprivate func reads(_ isWanted: (_ header: String) -> Bool) -> Bool {
        switch self {
        case .payload(let header, _): isWanted(header)
        case .binary(_, let inner, _), .map(let inner, _): inner.reads(isWanted)
        case .concatenation(let parts): parts.contains { $0.reads(isWanted) }
        case .meta, .connection, .constant, .routes, .other: false
        }
    }
}
