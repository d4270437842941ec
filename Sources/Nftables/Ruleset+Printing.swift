extension Ruleset: CustomStringConvertible {
    /// What a line of the file comes from.
    package enum Origin: Hashable, Sendable {
        /// What every file has: the statements that replace the table, its braces, blank lines.
        case frame
        /// A line of the header.
        case header
        /// By its place in ``Ruleset/counters``.
        case counter(Int)
        /// By its place in ``Ruleset/sets``.
        case set(Int)
        /// By the set's place in ``Ruleset/sets``, and its own in the set.
        case element(set: Int, Int)
        /// A line of a chain that is no rule's, by the chain's place in ``Ruleset/chains``.
        case chain(Int)
        /// By the chain's place in ``Ruleset/chains``, and its own in the chain.
        case rule(chain: Int, Int)
    }

    /// The file for `nft -f`, and the origin of each of its lines.
    ///
    /// The first two statements make sure that the table exists and then delete it, so that the third one replaces it:
    /// nft sends all three to the kernel as one transaction.
    package var printed: (text: String, origins: [Origin]) {
        let printing = RulesetPrinting(self)
        return (printing.text, printing.origins)
    }

    /// The file for `nft -f`.
    package var description: String { self.printed.text }
}
