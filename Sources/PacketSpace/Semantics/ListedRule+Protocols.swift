internal import Nftables

extension ListedRule {
    /// Whether it may change something before it asks a question that is not listed: then also where the answer is no.
    var mayAskLate: Bool {
        guard self.unlisted != .known([]) else { return false }
        return self.statements.contains { statement in
            switch statement {
            case .mangle, .notrack, .updateSet, .neutral, .undecidable, .unknown: true
            case .match, .verdict, .verdictMap, .reject, .translate, .connectionsOver, .limit, .counter, .log,
                .synproxy,
                .divert:
                false
            }
        }
    }

    /// Whether it says what it asks about the protocol of packets: `meta l4proto tcp ip6 nexthdr 0 tcp dport 22` is listed
    /// without its `ip6 nexthdr`, whatever that asks for.
    var listsProtocol: Bool {
        self.statements.contains { statement in
            switch statement {
            case .match(_, let expression, _), .verdictMap(let expression, _): Self.asksForProtocol(expression)
            default: false
            }
        }
    }

    private static func asksForProtocol(_ expression: Expression) -> Bool {
        switch expression {
        case .meta("l4proto"), .payload("ip6", "nexthdr"): true
        case .binary(_, let inner, _), .map(let inner, _): self.asksForProtocol(inner)
        case .concatenation(let parts): parts.contains(where: self.asksForProtocol)
        case .meta, .payload, .connection, .constant, .routes, .other: false
        }
    }
}
