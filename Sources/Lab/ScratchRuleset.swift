internal import CLinux
internal import Files
internal import Glibc
package import Nftables

/// A place where rulesets can be loaded to see what the kernel makes of them: a network namespace that nobody else has.
///
/// Needs no root, touches no rules of the machine, and is gone when the process ends.
package final class ScratchRuleset {
    /// Kept for all loads: closing a context waits until the kernel has disposed of what was deleted. It was made where `/etc` was
    /// empty, and knows no names of marks, realms, groups and labels.
    private var context: NftablesContext
    /// What was loaded once, and did not end the copy of this process in which it was.
    var harmless: Set<UserLines> = []
    /// How many interfaces were made here.
    private var interfaceCount: Int32 = 0

    private init(_ context: consuming NftablesContext) {
        self.context = context
    }

    /// Moves this process into user and network namespaces of its own, in which it stays.
    ///
    /// Call it once per process, while there is only one thread: the kernel allows it only then.
    ///
    /// - Throws: What this machine does not permit or lacks, with what to change.
    package static func enter() throws(LabError) -> ScratchRuleset {
        try UserNamespace.enterNetworkAndMounts()
        do {
            try EmptyFolder.cover(Self.settings)
        } catch {
            throw UserNamespace.refusal(error)
        }
        defer { EmptyFolder.uncover(Self.settings) }
        do {
            return ScratchRuleset(try NftablesContext.large())
        } catch {
            throw LabError(
                .unavailable,
                "make a place for rulesets: \(error)",
                help: "this needs a kernel with nftables (nf_tables) and libnftables 1.0.6 or later"
            )
        }
    }

    /// How the kernel lists a ruleset that is loaded where there was none, in this process, which libnftables may end.
    ///
    /// - Parameters:
    ///   - again: Whether the listing is loaded again.
    ///   - twice: Whether the text is loaded over itself, too, as a reload does.
    func listingHere(
        of text: String,
        _ name: String,
        again: Bool,
        twice: Bool = false
    ) throws(NftablesError) -> KernelListing {
        // By itself, so that lines of the text are counted from its own start.
        try self.context.run("flush ruleset")
        var interfaces: [String] = []
        defer { self.remove(interfaces) }
        var needs = try self.load(text, name, making: &interfaces)
        needs += interfaces.map { .interface($0) }
        var listing = try Self.withoutNames { () throws(NftablesError) in
            guard Self.mayBreakListing(text) else {
                let listing = try self.context.rulesetListing()
                return again ? try self.context.loadingAgain(listing) : listing
            }
            let listing = try NftablesAside.listing()
            guard again else { return listing }
            do throws(NftablesError) {
                return try NftablesAside.run(.listing) { () throws(NftablesError) in
                    try NftablesContext.large().loadingAgain(listing)
                }
            } catch {
                return listing.notLoadedAgain
            }
        }
        if twice { needs += try self.load(twice: text, name, making: &interfaces) }
        listing.needs = needs
        return listing
    }

    /// - Parameter interfaces: As of one load.
    /// - Returns: That it must not be there before, if that is so.
    private func load(
        twice text: String,
        _ name: String,
        making interfaces: inout [String]
    ) throws(NftablesError) -> [LoadingNeed] {
        try self.context.run("flush ruleset")
        _ = try self.load(text, name, making: &interfaces)
        do throws(NftablesError) {
            _ = try self.load(text, name, making: &interfaces)
            return []
        } catch {
            let answer = NftAnswer(error)
            return [.absence(answer.message, line: answer.place?.line)]
        }
    }

    /// Leaves the place in which a copy of this process was ended: interfaces that it made are still there, and answers to it that
    /// nobody reads lie in the socket that it shared.
    ///
    /// - Parameter device: On which ``settings`` lay before.
    func moveOn(settingsOn device: UInt?) throws(NftablesError) {
        while let device, EmptyFolder.device(of: Self.settings) != device {
            guard EmptyFolder.uncover(Self.settings) else { break }
        }
        guard unshare(CLONE_NEWNET) == 0 else {
            let error = SystemCallError("unshare", "a network namespace")
            throw NftablesError(command: "unshare", message: "\(error)")
        }
        self.context = try Self.withoutNames { () throws(NftablesError) in try NftablesContext.large() }
    }

    /// Loads a text where no name is known that nft does not know by itself, and if that is not possible, where this machine's are.
    ///
    /// - Parameter interfaces: Those that the text takes to be there are made, for the indices in `iif` and `oif` and for chains on
    ///   devices: their names.
    /// - Returns: What it takes for granted besides interfaces.
    private func load(
        _ text: String,
        _ name: String,
        making interfaces: inout [String]
    ) throws(NftablesError) -> [LoadingNeed] {
        do throws(NftablesError) {
            try Self.withoutNames { () throws(NftablesError) in
                try self.load(text, name, self.context, making: &interfaces)
            }
            return []
        } catch {
            let answer = NftAnswer(error)
            // One of its own, which reads the names of this machine as it is made.
            try self.load(text, name, NftablesContext.large(), making: &interfaces)
            return [.name(answer.message, line: answer.place?.line)]
        }
    }

    private func load(
        _ text: String,
        _ name: String,
        _ context: borrowing NftablesContext,
        making interfaces: inout [String]
    ) throws(NftablesError) {
        while true {
            do throws(NftablesError) {
                return try Self.load(text, name, context)
            } catch {
                guard self.makeInterfaces(missedBy: error, text, &interfaces) else { throw error.orTooLarge }
            }
        }
    }

    /// Loads a text that replaces its own table, whatever was there before, and asks for no listing.
    ///
    /// - Throws: What libnftables or the kernel objects to.
    package func load(replacing text: String) throws(NftablesError) {
        try Self.load(text, "rules", self.context)
    }

    private static func load(
        _ text: String,
        _ name: String,
        _ context: borrowing NftablesContext
    ) throws(NftablesError) {
        let file: OwnedDescriptor
        do throws(SystemCallError) {
            file = try MemoryFile.make(text)
        } catch {
            // Without the file it works as well, but for the lines of errors.
            try context.run(text)
            return
        }
        try context.run(fileOf: file.rawValue, named: name)
    }

    // MARK: - Names

    /// The names of hosts, services, protocols, users, marks and the like lie here.
    static let settings = "/etc"

    /// - Parameter work: Finds no name there, and writes none: a listing has numbers.
    private static func withoutNames<Result: ~Copyable>(
        _ work: () throws(NftablesError) -> Result
    ) throws(NftablesError) -> Result {
        do throws(SystemCallError) {
            try EmptyFolder.cover(Self.settings)
        } catch {
            throw NftablesError(command: "hide \(Self.settings)", message: "\(error)")
        }
        defer { EmptyFolder.uncover(Self.settings) }
        return try work()
    }

    // MARK: - Interfaces

    /// How many are made at most in one process.
    private static let interfaceLimit: Int32 = 4096
    /// They are numbered from here.
    private static let firstInterface: Int32 = 1_000

    /// - Parameter made: Their names are added.
    /// - Returns: Whether some interface was missing, and is there now.
    private func makeInterfaces(missedBy error: NftablesError, _ text: String, _ made: inout [String]) -> Bool {
        let before = made.count
        for name in MissingInterfaces.names(in: text, refusedWith: error.message) where !made.contains(name) {
            guard self.interfaceCount < Self.interfaceLimit else { return false }
            self.interfaceCount += 1
            let index = Self.firstInterface + self.interfaceCount
            guard (try? NetlinkSocket().perform([.addBridge(name, index: index)])) != nil else { return false }
            made.append(name)
        }
        return made.count > before
    }

    /// So that the next text that needs one is found to need it.
    private func remove(_ interfaces: [String]) {
        guard !interfaces.isEmpty, let socket = try? NetlinkSocket() else { return }
        for name in interfaces { try? socket.perform([.removeLink(name)]) }
    }

    // MARK: - Of this machine

    /// All rules of the network namespace in which the calling thread stands: of this machine, for a process that has
    /// entered no other.
    ///
    /// Call it while the process has one thread: what lists them is a copy of it.
    ///
    /// - Throws: That this user may not; it takes `CAP_NET_ADMIN`. Or that libnftables cannot list them.
    package static func liveListing() throws(NftablesError) -> KernelListing {
        try NftablesAside.listing()
    }
}

extension NftablesError {
    /// The same, unless it is that a process without privileges in the machine's own namespace sends no more at once.
    ///
    /// Source: `netlink_sendmsg` of the kernel; libnftables asks for more by `SO_SNDBUFFORCE`, which is refused here.
    fileprivate var orTooLarge: NftablesError {
        guard self.message.contains("Message too long") else { return self }
        return NftablesError(
            command: self.command,
            message: "the rules are too large to be tried here: a scratch namespace takes as much at once as "
                + "net.core.wmem_max says\nraise it while you check: sysctl net.core.wmem_max=16777216"
        )
    }
}
