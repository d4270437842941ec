extension ListingReader {
    /// The statements of a rule, with the match that `reject with tcp reset` stands for and that listings leave out.
    ///
    /// nft lets a rule reset only TCP connections: it asks for the protocol, at the rule's beginning if the user does not,
    /// and then lists the rule without that question. Where the rule changes something before it rejects, the listing no
    /// longer tells whether other packets were changed: both happens, for all that can be known. In a table of both
    /// families it also leaves out `meta nfproto` before a reset, so that such a rule may see one family alone.
    /// Source: `stmt_reject_gen_dependency` and `stmt_reject_postprocess` of nftables.
    func statements(_ expressions: [Int], family tableFamily: String) -> [ListedStatement] {
        var statements: [ListedStatement] = []
        for place in expressions {
            let statement = self.statement(place)
            if case .reject(let reject) = statement {
                let resets = reject.type == "tcp reset"
                if resets || reject.family != nil, statements.contains(where: \.changesPacket) {
                    statements.insert(.undecidable("order of a change and of what the reject asks for"), at: 0)
                }
                if resets, tableFamily == "inet" {
                    statements.insert(.undecidable("family of a reject with tcp reset"), at: 0)
                }
                if resets { statements.append(.match(.equal, .meta("l4proto"), .symbol("tcp"))) }
            }
            statements.append(statement)
        }
        return statements
    }
}

extension ListedStatement {
    fileprivate var changesPacket: Bool {
        switch self {
        case .mangle, .notrack, .updateSet: true
        case .match, .verdict, .verdictMap, .reject, .translate, .connectionsOver, .limit, .undecidable, .counter, .log,
            .neutral, .synproxy, .divert, .unknown:
            false
        }
    }
}
