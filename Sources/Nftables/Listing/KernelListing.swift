/// The rules of a network namespace as libnftables writes them out.
package struct KernelListing: Sendable {
    /// As of `nft -j list ruleset`.
    package let json: String
    /// As of `nft --debug=netlink list ruleset`; `nil` where nothing is unsaid in the other.
    package let bytecode: String?
    /// The same of what the kernel holds once ``json`` is loaded; `nil` where that was not tried, and empty where it is not possible.
    package let reloaded: String?
    /// What the text that was loaded took from the machine.
    package var needs: [LoadingNeed] = []

    package init(json: String, bytecode: String?, reloaded: String? = nil) {
        self.json = json
        self.bytecode = bytecode
        self.reloaded = reloaded
    }

    /// The same, which the kernel does not take, so that nobody has seen whether it is what the kernel has.
    package var notLoadedAgain: KernelListing {
        var copy = KernelListing(json: self.json, bytecode: self.bytecode, reloaded: "")
        copy.needs = self.needs
        return copy
    }

    /// - Parameter output: Of a command that printed first the one, then the other in one line.
    init(bytecodeAndJSON output: String) {
        let lines = output.split(separator: "\n")
        let json = lines.last { $0.hasPrefix("{\"nftables\"") }
        self.json = json.map(String.init) ?? output
        self.bytecode = json.map { String(output[..<$0.startIndex]) }
        self.reloaded = nil
    }
}

extension RulesetListing {
    /// The listing, with what the kernel knows of the questions that it does not say.
    package init(_ kernel: KernelListing) throws(ListingError) {
        try self.init(json: kernel.json.utf8)
        self.needs = kernel.needs
        let isUnseen = kernel.reloaded?.isEmpty ?? false
        if isUnseen { self.forgetDoubtful() }
        guard let bytecode = kernel.bytecode else { return }
        let programs = RulePrograms(bytecode)
        self.settleQuestions(with: RuleBytecode(programs))
        if let reloaded = kernel.reloaded, !isUnseen { self.forgetMisprints(programs, RulePrograms(reloaded)) }
    }

    /// Where nobody has seen what the kernel makes of the listing, rules are unknown that have more than plain values in them: it is these
    /// that nft lists as others.
    private mutating func forgetDoubtful() {
        for table in self.tables.indices {
            for chain in self.tables[table].chains.indices {
                for rule in self.tables[table].chains[chain].rules.indices {
                    let listed = self.tables[table].chains[chain].rules[rule]
                    guard listed.statements.contains(where: \.isDoubtful) else { continue }
                    self.tables[table].chains[chain].rules[rule] =
                        listed.with([.unknown("a rule that nft may list as another one")])
                }
            }
        }
    }

    /// Where the kernel would run something else than it does, if the listing were loaded, a rule is unknown: nft has listed
    /// another one.
    private mutating func forgetMisprints(_ programs: RulePrograms, _ reloaded: RulePrograms) {
        for table in self.tables.indices {
            let place = "\(self.tables[table].family) \(self.tables[table].name)"
            for chain in self.tables[table].chains.indices {
                let name = "\(place) \(self.tables[table].chains[chain].name)"
                self.tables[table].chains[chain].forgetMisprints { number in
                    guard let program = programs.program(ofRule: number, in: name) else { return ([], false) }
                    let again = reloaded.program(ofRule: number, in: name)
                    let isSame = program == again || again.map(RulePrograms.inOrder) == RulePrograms.inOrder(program)
                    return (program, isSame)
                }
            }
        }
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
    /// - Parameter program: What the kernel runs for a rule, by its number, and whether it is what the listing says.
    fileprivate mutating func forgetMisprints(_ program: (Int) -> (lines: [String], isListed: Bool)) {
        for number in self.rules.indices {
            let (lines, isListed) = program(number)
            // Differences that nft has joined it joins again, so that the same program says nothing about them.
            if !isListed, self.rules[number].unlisted == .known([]) {
                self.rules[number] = self.rules[number].with([.unknown("a rule that nft lists as another one")])
                self.rules[number].unread = lines
            }
        }
    }

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

extension ListedStatement {
    /// Whether it has values in it that nft 1.0.6 is known to list as others at times: parts of fields, several fields together.
    fileprivate var isDoubtful: Bool {
        switch self {
        case .match(_, let expression, let constant):
            expression.isDoubtful || constant.isDoubtful
        case .verdictMap(let expression, let data): expression.isDoubtful || data.isDoubtful
        case .mangle(let target, let value): target.isDoubtful || value.isDoubtful
        case .updateSet(let update): update.key.isDoubtful || update.hasMore
        case .verdict, .reject, .notrack, .connectionsOver, .limit, .undecidable, .counter, .log, .neutral, .synproxy,
            .divert, .unknown, .translate:
            false
        }
    }
}

extension Expression {
    fileprivate var isDoubtful: Bool {
        switch self {
        case .binary, .concatenation, .map: true
        case .meta, .payload, .connection, .constant, .routes, .other: false
        }
    }
}

extension Constant {
    fileprivate var isDoubtful: Bool {
        switch self {
        case .anonymousSet(let elements): elements.contains { $0.key.isDoubtful }
        case .concatenation, .unknown, .numberPrefix: true
        case .symbol(let name): name.hasSuffix("*")
        default: false
        }
    }
}
