internal import Nftables
internal import Topology

/// Loads the rules of many hosts, one after the other, each from within its namespace.
///
/// Closing a context waits until the kernel has disposed of what the transaction deleted, about ten milliseconds for a file
/// that replaces a table. So contexts are kept for a while and closed together: only the first one then has to wait.
struct RulesLoader {
    /// A context each, and with it a socket.
    private static let capacity = 64

    private var open: [Context] = []

    mutating func load(_ ruleset: String, host: HostName) throws(LabError) {
        do {
            let context = try Context()
            try context.nftables.run(ruleset)
            self.open.append(context)
        } catch {
            throw LabError(
                .unavailable,
                "load the rules of \(host): \(error)",
                help: "the lab needs a kernel with nftables (nf_tables, nft_ct) and libnftables 1.0.6 or later"
            )
        }
        if self.open.count == Self.capacity {
            self.open = []
        }
    }

    /// Arrays take no noncopyable values.
    private final class Context {
        let nftables: NftablesContext

        init() throws(NftablesError) {
            self.nftables = try NftablesContext.large()
        }
    }
}
