package import Nftables

/// A place where rulesets can be loaded to see what the kernel makes of them: a network namespace that nobody else has.
///
/// Needs no root, touches no rules of the machine, and is gone when the process ends.
package final class ScratchRuleset {
    /// Kept for all loads: closing a context waits until the kernel has disposed of what was deleted.
    private let context: NftablesContext

    private init(_ context: consuming NftablesContext) {
        self.context = context
    }

    /// Moves this process into user and network namespaces of its own, in which it stays.
    ///
    /// Call it once per process, while there is only one thread: the kernel allows it only then.
    ///
    /// - Throws: What this machine does not permit or lacks, with what to change.
    package static func enter() throws(LabError) -> ScratchRuleset {
        try UserNamespace.enterNetwork()
        do {
            return ScratchRuleset(try NftablesContext())
        } catch {
            throw LabError(
                .unavailable,
                "make a place for rulesets: \(error)",
                help: "this needs a kernel with nftables (nf_tables) and libnftables 1.0.6 or later"
            )
        }
    }

    /// How the kernel lists a ruleset that is loaded where there was none.
    ///
    /// - Parameter text: As in a file for `nft -f`.
    /// - Returns: libnftables JSON, as of `nft -j list ruleset`.
    /// - Throws: What libnftables or the kernel objects to, with line and column of the text.
    package func listing(of text: String) throws(NftablesError) -> String {
        // By itself, so that lines of the text are counted from its own start.
        try self.context.run("flush ruleset")
        try self.context.run(text)
        return try self.context.run("list ruleset", format: .json)
    }

    /// All rules of the network namespace in which the calling thread stands: of this machine, for a process that has
    /// entered no other.
    ///
    /// - Returns: libnftables JSON, as of `nft -j list ruleset`.
    /// - Throws: That this user may not; it takes `CAP_NET_ADMIN`.
    package static func liveListing() throws(NftablesError) -> String {
        try NftablesContext().run("list ruleset", format: .json)
    }
}
