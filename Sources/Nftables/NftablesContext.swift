private import CNftables

/// The one owner of a libnftables context.
///
/// A context speaks to the network namespace in which its thread stood when it was made. libnftables is not safe to use
/// from two threads that stand in different namespaces: use one at a time in a process.
package struct NftablesContext: ~Copyable {
    /// How the kernel's rules are written out.
    package enum Format: UInt32, Sendable {
        /// nft syntax, without the values of counters.
        case stateless = 4
        /// libnftables JSON, with the values of counters.
        case json = 16
    }

    private let context: OpaquePointer

    package init() throws(NftablesError) {
        guard let context = nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) else {
            throw NftablesError(command: "nft_ctx_new", message: "libnftables gave no context")
        }
        nft_ctx_buffer_output(context)
        nft_ctx_buffer_error(context)
        self.context = context
    }

    deinit {
        nft_ctx_free(self.context)
    }

    /// Runs nft commands as one transaction.
    ///
    /// - Parameters:
    ///   - commands: Text as in a file for `nft -f`.
    ///   - format: How listings are written.
    /// - Returns: What the commands print.
    /// - Throws: What libnftables or the kernel objects to; then nothing was changed.
    @discardableResult
    package func run(_ commands: String, format: Format = .stateless) throws(NftablesError) -> String {
        nft_ctx_output_set_flags(self.context, format.rawValue)
        return try self.output(of: nft_run_cmd_from_buffer(self.context, commands), commands)
    }

    /// Runs the commands of an open file as one transaction; unlike those of a text, what is wrong with them has a line.
    ///
    /// - Parameters:
    ///   - descriptor: Of the file, from its start.
    ///   - name: How errors call it.
    /// - Throws: What libnftables or the kernel objects to; then nothing was changed.
    package func run(fileOf descriptor: Int32, named name: String) throws(NftablesError) {
        let path = "/proc/self/fd/\(descriptor)"
        do throws(NftablesError) {
            _ = try self.output(of: nft_run_cmd_from_filename(self.context, path), name)
        } catch {
            let lines = error.message.split(separator: "\n", omittingEmptySubsequences: false)
            let named = lines.map { $0.hasPrefix("\(path):") ? name + $0.dropFirst(path.count) : String($0) }
            throw NftablesError(command: name, message: named.joined(separator: "\n"))
        }
    }

    /// The whole ruleset, and how the kernel runs it where its listing leaves something unsaid.
    package func rulesetListing() throws(NftablesError) -> KernelListing {
        let listing = try self.kernelListing(of: "ruleset")
        let read = try? RulesetListing(json: listing.json.utf8)
        guard read?.tables.contains(where: { $0.activity == .unknown }) ?? true else { return listing }
        return try self.listingAroundDormantTables() ?? listing
    }

    /// A listing of what is loaded, and what the kernel runs when it is loaded again, in the place of all that there is.
    package func loadingAgain(_ listing: KernelListing) throws(NftablesError) -> KernelListing {
        let bytecode: String
        if let known = listing.bytecode { bytecode = known } else { bytecode = try self.bytecode() }
        try self.run("flush ruleset")
        guard (try? self.run(listing.json, format: .json)) != nil else {
            return listing.notLoadedAgain
        }
        return KernelListing(json: listing.json, bytecode: bytecode, reloaded: try self.bytecode())
    }

    private func bytecode() throws(NftablesError) -> String { try self.listWithBytecode("ruleset", .stateless) }

    /// A listing with what the kernel runs in front of it, by one command, so that they are of one ruleset.
    private func listWithBytecode(_ what: String, _ format: Format) throws(NftablesError) -> String {
        nft_ctx_output_set_debug(self.context, UInt32(NFT_DEBUG_NETLINK.rawValue))
        defer { nft_ctx_output_set_debug(self.context, 0) }
        return try self.run("list \(what)", format: format)
    }

    /// - Parameter what: `ruleset`, or a table.
    func kernelListing(of what: String) throws(NftablesError) -> KernelListing {
        let json = try self.run("list \(what)", format: .json)
        // What cannot be read here, its reader says why.
        guard (try? RulesetListing(json: json.utf8))?.leavesOutQuestions ?? false else {
            return KernelListing(json: json, bytecode: nil)
        }
        return KernelListing(bytecodeAndJSON: try self.listWithBytecode(what, .json))
    }

    private func output(of result: Int32, _ commands: String) throws(NftablesError) -> String {
        // Reading a buffer also empties it, so both are read every time.
        let output = nft_ctx_get_output_buffer(self.context).map { String(cString: $0) } ?? ""
        let message = nft_ctx_get_error_buffer(self.context).map { String(cString: $0) } ?? ""
        guard result == 0 else {
            throw NftablesError(command: String(commands.prefix(80)), message: message)
        }
        return output
    }

    /// What the kernel holds of a table, in nft syntax without counter values; `nil` if there is no such table.
    ///
    /// What rules put into sets by themselves is left out: it is no part of what was loaded.
    ///
    /// - Parameter table: Family and name, such as `inet picket`.
    package func listing(ofTable table: String) -> String? {
        // The only way for this command to fail on a table that exists is a kernel that fails; the caller reports "absent".
        (try? self.run("list table \(table)")).map(LearnedElements.removed)
    }

    /// What the kernel holds of our tables, in nft syntax without counter values; `nil` if it has none of them.
    ///
    /// Left out is what does not come from the file: what rules put into sets, and sets of older files that no rule uses.
    package func listingOfOurs() -> String? {
        let main = self.listing(ofTable: Ruleset.table)
        let slots = self.listing(ofTable: Ruleset.slotsTable).map(LeftoverSets.removed)
        return main == nil && slots == nil ? nil : (main ?? "") + (slots ?? "")
    }

    /// The packet counts of the named counters in our tables; those of one name, together.
    package func packetCounts() throws(NftablesError) -> [CounterName: UInt64] {
        try self.packetCounts(ofTable: Ruleset.table)
            .merging(self.packetCounts(ofTable: Ruleset.slotsTable)) { $0 + $1 }
    }

    /// The packet counts of the named counters in a table; empty if the table is absent.
    ///
    /// - Parameter table: Family and name.
    package func packetCounts(ofTable table: String) throws(NftablesError) -> [CounterName: UInt64] {
        guard self.listing(ofTable: table) != nil else { return [:] }
        return try CounterListing.packetCounts(json: self.run("list counters table \(table)", format: .json))
    }
}
