extension Ruleset: CustomStringConvertible {
    /// What a line of the file comes from. Counters, sets and chains are numbered through all tables, in the order of the
    /// file.
    package enum Origin: Hashable, Sendable {
        /// What every file has: the statements that prepare the tables, their braces, blank lines.
        case frame
        /// A line of the header.
        case header
        /// By its place among the counters.
        case counter(Int)
        /// By its place among the sets.
        case set(Int)
        /// By the set's place among the sets, and its own in the set.
        case element(set: Int, Int)
        /// A line of a chain that is no rule's, by the chain's place among the chains.
        case chain(Int)
        /// By the chain's place among the chains, and its own in the chain.
        case rule(chain: Int, Int)
    }

    /// The file for `nft -f`, and the origin of each of its lines.
    ///
    /// The first statements make sure that what goes is there, and then delete it, so that the definitions replace it: nft
    /// sends all of them to the kernel as one transaction.
    package var printed: (text: String, origins: [Origin]) {
        let printing = RulesetPrinting(self)
        return (printing.text, printing.origins)
    }

    /// The file for `nft -f`.
    package var description: String { self.printed.text }
}
