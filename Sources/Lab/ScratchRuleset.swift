internal import Files
package import Nftables

/// A place where rulesets can be loaded to see what the kernel makes of them: a network namespace that nobody else has.
///
/// Needs no root, touches no rules of the machine, and is gone when the process ends.
package final class ScratchRuleset {
    /// Kept for all loads: closing a context waits until the kernel has disposed of what was deleted.
    private let context: NftablesContext
    /// The names of those that were made here.
    private var interfaces: Set<String> = []

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

    /// How the kernel lists a ruleset that is loaded where there was none, and what it runs when that is loaded again.
    ///
    /// Interfaces that the text takes to be there are made: for the indices in `iif` and `oif`, and for chains on devices.
    ///
    /// - Parameters:
    ///   - text: As in a file for `nft -f`.
    ///   - name: How errors call the text.
    /// - Throws: What libnftables or the kernel objects to, with line and column of the text.
    package func listing(of text: String, named name: String = "rules") throws(NftablesError) -> KernelListing {
        let listing = try self.listingOnce(of: text, named: name)
        return Self.mayBreakListing(text) ? listing : try self.context.loadingAgain(listing)
    }

    /// The same as it is listed alone.
    private func listingOnce(of text: String, named name: String) throws(NftablesError) -> KernelListing {
        // By itself, so that lines of the text are counted from its own start.
        try self.context.run("flush ruleset")
        var refused: NftablesError?
        repeat {
            do throws(NftablesError) {
                try self.load(text, name)
                refused = nil
            } catch {
                guard self.makeInterfaces(missedBy: error, text) else { throw error }
                refused = error
            }
        } while refused != nil
        return try Self.mayBreakListing(text) ? ListingAside.listing() : self.context.rulesetListing()
    }

    /// The word `th`.
    private static let transportHeader = UInt32(UInt8(ascii: "t")) << 8 | UInt32(UInt8(ascii: "h"))

    /// Whether the text has the word `th` in it: only rules about transport headers of no certain protocol can end nft's
    /// listing.
    private static func mayBreakListing(_ text: String) -> Bool {
        var word: UInt32 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                // Of a longer word the first three letters are enough.
                if word <= 0xFFFF { word = word << 8 | UInt32(byte) }
            default:
                if word == Self.transportHeader { return true }
                word = 0
            }
        }
        return word == Self.transportHeader
    }

    /// Loads a text that replaces its own table, whatever was there before, and asks for no listing.
    ///
    /// - Throws: What libnftables or the kernel objects to.
    package func load(replacing text: String) throws(NftablesError) {
        try self.load(text, "rules")
    }

    /// Why a ruleset is not taken; `nil` if it is.
    package func objection(to text: String) -> NftablesError? {
        do {
            _ = try self.listingOnce(of: text, named: "rules")
            return nil
        } catch {
            return error
        }
    }

    private func load(_ text: String, _ name: String) throws(NftablesError) {
        let file: OwnedDescriptor
        do throws(SystemCallError) {
            file = try MemoryFile.make(text)
        } catch {
            // Without the file it works as well, but for the lines of errors.
            try self.context.run(text)
            return
        }
        try self.context.run(fileOf: file.rawValue, named: name)
    }

    // MARK: - Interfaces

    /// How many are made at most in one process.
    private static let interfaceLimit = 4096
    /// They are numbered from here.
    private static let firstInterface: Int32 = 1_000

    /// - Returns: Whether some interface was missing, and is there now.
    private func makeInterfaces(missedBy error: NftablesError, _ text: String) -> Bool {
        var isMade = false
        for name in MissingInterfaces.names(in: text, refusedWith: error.message)
        where self.interfaces.insert(name).inserted {
            guard self.interfaces.count <= Self.interfaceLimit else { return false }
            let index = Self.firstInterface + Int32(self.interfaces.count)
            guard (try? NetlinkSocket().perform([.addBridge(name, index: index)])) != nil else { return false }
            isMade = true
        }
        return isMade
    }

    // MARK: - Of this machine

    /// All rules of the network namespace in which the calling thread stands: of this machine, for a process that has
    /// entered no other.
    ///
    /// Call it while the process has one thread: what lists them is a copy of it.
    ///
    /// - Throws: That this user may not; it takes `CAP_NET_ADMIN`. Or that libnftables cannot list them.
    package static func liveListing() throws(NftablesError) -> KernelListing {
        try ListingAside.listing()
    }
}
