/// The lines of a text in which the rules of a listing were written.
///
/// A rule has a line only if its chain has as many rules in the listing as in the text: then they are the same ones in
/// the same order. Otherwise nothing is said, rather than something wrong.
package struct RuleLines: Sendable {
    private struct Key: Hashable {
        let table: String
        let chain: String
        let handle: Int
    }

    /// The text, as messages call it.
    package let file: String
    private let lines: [Key: Int]

    /// - Parameters:
    ///   - file: How messages call the text.
    ///   - text: As for `nft -f`.
    ///   - listing: What the kernel made of it, where there was nothing before.
    package init(file: String, text: String, listing: RulesetListing) {
        self.file = file
        let written = WrittenRuleset(text)
        var lines: [Key: Int] = [:]
        for table in written.isWhole ? listing.tables : [] {
            let name = "\(table.family) \(table.name)"
            for chain in table.chains {
                let rules = written.rules[WrittenRuleset.ChainPlace(table: name, chain: chain.name)] ?? []
                guard rules.count == chain.rules.count, zip(rules, chain.rules).allSatisfy(Self.mayBeSame) else {
                    continue
                }
                for (rule, listed) in zip(rules, chain.rules) {
                    lines[Key(table: name, chain: chain.name, handle: listed.handle)] = rule.line
                }
            }
        }
        self.lines = lines
    }

    /// The line of a rule, from 1; `nil` if it is not known for sure.
    ///
    /// - Parameters:
    ///   - table: Family and name, such as `inet picket`.
    ///   - handle: The kernel's number for the rule.
    package func line(of handle: Int, table: String, chain: String) -> Int? {
        self.lines[Key(table: table, chain: chain, handle: handle)]
    }

    /// Whether nothing of what can be compared without parsing speaks against it.
    private static func mayBeSame(_ written: WrittenStatement, _ listed: ListedRule) -> Bool {
        guard !written.words.contains(where: { $0.contains("$") }) else { return true }
        let verdicts: [(ListedVerdict, String)] = [(.accept, "accept"), (.drop, "drop"), (.return, "return")]
        return written.comment == listed.comment
            && verdicts.allSatisfy { verdict, word in
                !listed.statements.contains(.verdict(verdict)) || written.words.contains(word)
            }
    }
}
