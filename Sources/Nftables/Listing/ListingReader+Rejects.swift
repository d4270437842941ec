extension [ListedStatement] {
    private static let familyOfReset = ListedStatement.undecidable("family of a reject with tcp reset")
    private static let tcpOfReset = ListedStatement.match(.equal, .meta("l4proto"), .symbol("tcp"))

    /// As nft lists a rule for which ``sayingWhatRejectsAsk(family:)`` says more.
    var withoutWhatResetsAsk: [ListedStatement] {
        var statements = self
        if statements.first == Self.familyOfReset { statements.removeFirst() }
        for index in statements.indices.dropFirst().reversed() where statements[index].resets {
            if statements[index - 1] == Self.tcpOfReset { statements.remove(at: index - 1) }
        }
        return statements
    }

    /// The statements of a rule, with the match that `reject with tcp reset` stands for and that listings leave out.
    ///
    /// nft lets a rule reset only TCP connections: it asks for the protocol, at the rule's beginning if the user does not,
    /// and then lists the rule without that question. Where the rule changes something before it rejects, the listing no
    /// longer tells whether other packets were changed: both happens, for all that can be known. In a table of both
    /// families it also leaves out `meta nfproto` before a reset, so that such a rule may see one family alone.
    /// Source: `stmt_reject_gen_dependency` and `stmt_reject_postprocess` of nftables.
    ///
    /// - Parameter family: Of the table.
    func sayingWhatRejectsAsk(family tableFamily: String) -> [ListedStatement] {
        var statements: [ListedStatement] = []
        for statement in self {
            if case .reject(let reject) = statement {
                let resets = statement.resets
                if resets || reject.family != nil, statements.contains(where: \.changesPacket) {
                    statements.insert(.undecidable("order of a change and of what the reject asks for"), at: 0)
                }
                if resets, tableFamily == "inet" {
                    statements.insert(Self.familyOfReset, at: 0)
                }
                if resets { statements.append(Self.tcpOfReset) }
            }
            statements.append(statement)
        }
        return statements
    }
}

extension ListedStatement {
    fileprivate var resets: Bool { if case .reject(let reject) = self { reject.type == "tcp reset" } else { false } }

    fileprivate var changesPacket: Bool {
        switch self {
        case .mangle, .notrack, .updateSet: true
        case .match, .verdict, .verdictMap, .reject, .translate, .connectionsOver, .limit, .undecidable, .counter, .log,
            .neutral, .synproxy, .divert, .unknown:
            false
        }
    }
}
