/// The rules of a network namespace as libnftables writes them out.
package struct KernelListing: Sendable {
    /// As of `nft -j list ruleset`.
    package let json: String
    /// As of `nft --debug=netlink list ruleset`; `nil` where nothing is unsaid in the other.
    package let bytecode: String?

    package init(json: String, bytecode: String?) {
        self.json = json
        self.bytecode = bytecode
    }

    /// - Parameter output: Of a command that printed first the one, then the other in one line.
    init(bytecodeAndJSON output: String) {
        let lines = output.split(separator: "\n")
        let json = lines.last { $0.hasPrefix("{\"nftables\"") }
        self.json = json.map(String.init) ?? output
        self.bytecode = json.map { String(output[..<$0.startIndex]) }
    }
}

extension RulesetListing {
    /// The listing, with what the kernel knows of the questions that it does not say.
    package init(_ kernel: KernelListing) throws(ListingError) {
        try self.init(json: kernel.json.utf8)
        if let bytecode = kernel.bytecode { self.settleQuestions(with: RuleBytecode(bytecode)) }
    }

    /// Whether some rule may ask more than is listed of it, or something else.
    package var leavesOutQuestions: Bool {
        self.tables.contains { table in
            table.chains.contains { $0.rules.contains { $0.unlisted == .unknown || $0.mayJoinDifferences } }
        }
    }

    private mutating func settleQuestions(with bytecode: RuleBytecode) {
        for table in self.tables.indices {
            let name = "\(self.tables[table].family) \(self.tables[table].name)"
            for chain in self.tables[table].chains.indices {
                self.tables[table].chains[chain].settleQuestions(ofTable: name, with: bytecode)
            }
        }
    }
}

extension ListedChain {
    fileprivate mutating func settleQuestions(ofTable table: String, with bytecode: RuleBytecode) {
        for rule in self.rules.indices {
            let name = "\(table) \(self.name) \(self.rules[rule].handle)"
            if self.rules[rule].unlisted == .unknown, let questions = bytecode.questions(ofRule: name) {
                self.rules[rule].unlisted = .known(questions)
            }
            if self.rules[rule].mayJoinDifferences,
                bytecode.differences[name] ?? 0 == self.rules[rule].differenceCount
            {
                self.rules[rule].mayJoinDifferences = false
            }
        }
    }
}
