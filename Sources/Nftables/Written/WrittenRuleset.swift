/// Where the rules of a text in nft syntax stand.
///
/// No parser of rules: it follows the statements that make, move and remove them, as far as it knows these. What it does
/// not know makes it say nothing instead of something wrong.
package struct WrittenRuleset: Sendable {
    /// A chain, by family and name of its table, such as `inet picket`, and its own name.
    struct ChainPlace: Hashable, Sendable {
        let table: String
        let chain: String
    }

    /// The rules of each chain, in the order in which the kernel holds them.
    private(set) var rules: [ChainPlace: [WrittenStatement]] = [:]
    /// Whether every statement was understood as far as it is about rules.
    private(set) var isWhole = true
    /// The statements outside of all blocks, and what stands before each table's block, in order.
    package private(set) var statements: [WrittenStatement] = []

    /// Whether it reads other files somewhere.
    package private(set) var includesFiles = false

    private enum Block {
        case table(String)
        case chain(ChainPlace)
        /// Of something that the scanner took for a block and this reader does not know.
        case unknown
    }

    private static let families: Set<String> = ["ip", "ip6", "inet", "arp", "bridge", "netdev"]
    /// How the lines of a chain begin that are no rules.
    private static let chainSettings: Set<String> = [
        "type", "policy", "flags", "devices", "comment", "define", "undefine",
    ]
    /// Statements that touch no rule, by their first words.
    private static let harmless: Set<String> = ["define", "redefine", "undefine", "list", "describe", "reset"]
    /// What may be added, created or declared without a rule in it.
    private static let ruleless: Set<String> = [
        "element", "set", "map", "counter", "counters", "quota", "limit", "flowtable", "ct", "secmark", "synproxy",
    ]

    package init(_ text: String) {
        var scanner = StatementScanner(text)
        var blocks: [Block] = []
        while let event = scanner.next(opensBlock: { Self.block(of: $0, in: blocks.last) != nil }) {
            switch event {
            case .opening(let head):
                if blocks.isEmpty { self.statements.append(head) }
                blocks.append(Self.block(of: head, in: blocks.last) ?? .unknown)
            case .closing:
                if blocks.popLast() == nil { self.isWhole = false }
            case .statement(let statement):
                if statement.words[0] == "include" {
                    self.includesFiles = true
                    self.isWhole = false
                    continue
                }
                switch blocks.last {
                case .chain(let place): self.take(statement, of: place)
                case .table: self.take(statementOfTable: statement)
                case .unknown: self.isWhole = false
                case nil:
                    self.statements.append(statement)
                    self.run(statement)
                }
            }
        }
        if scanner.includesInside {
            self.includesFiles = true
            self.isWhole = false
        }
        if !blocks.isEmpty { self.isWhole = false }
    }

    // MARK: - Blocks

    /// The block that a brace after these words opens; `nil` if it opens a set, or anything else without rules.
    private static func block(of head: WrittenStatement, in outer: Block?) -> Block? {
        switch outer {
        case nil:
            var words = head.words[...]
            if let first = words.first, first == "add" || first == "create" { words = words.dropFirst() }
            guard let kind = words.popFirst() else { return nil }
            if kind == "table" { return self.table(&words).map { .table($0) } }
            if kind == "chain" { return self.chain(&words).map { .chain($0) } }
            return nil
        case .table(let table):
            guard head.words.count == 2, head.words[0] == "chain" else { return nil }
            return .chain(ChainPlace(table: table, chain: head.words[1]))
        case .chain, .unknown: return nil
        }
    }

    /// Takes family and name of a table from the start of some words.
    private static func table(_ words: inout ArraySlice<String>) -> String? {
        guard let first = words.popFirst() else { return nil }
        // Without a family it is IPv4. Source: nft(8), "Address families".
        guard self.families.contains(first), let name = words.first else { return "ip \(first)" }
        words = words.dropFirst()
        return "\(first) \(name)"
    }

    private static func chain(_ words: inout ArraySlice<String>) -> ChainPlace? {
        guard let table = self.table(&words), let name = words.popFirst() else { return nil }
        return ChainPlace(table: table, chain: name)
    }

    private mutating func take(_ statement: WrittenStatement, of place: ChainPlace) {
        let first = statement.words[0]
        guard !Self.chainSettings.contains(first) else { return }
        self.rules[place, default: []].append(statement)
    }

    private mutating func take(statementOfTable statement: WrittenStatement) {
        // Anything but a chain without a block is a setting of the table, or a thing that holds no rules.
        if statement.words[0] == "chain" { self.isWhole = false }
    }

    // MARK: - Commands

    private mutating func run(_ statement: WrittenStatement) {
        var words = statement.words[...]
        guard let verb = words.popFirst() else { return }
        if Self.harmless.contains(verb) || Self.ruleless.contains(verb) { return }
        switch verb {
        case "table", "chain": return
        case "add", "create", "insert": self.add(statement, verb: verb, words)
        case "flush", "delete", "destroy": self.remove(verb, words)
        default: self.isWhole = false
        }
    }

    private mutating func add(_ statement: WrittenStatement, verb: String, _ words: ArraySlice<String>) {
        var words = words
        guard let kind = words.popFirst() else {
            self.isWhole = false
            return
        }
        if kind == "table" || kind == "chain" || Self.ruleless.contains(kind) { return }
        guard kind == "rule", let place = Self.chain(&words), let next = words.first,
            !["handle", "position", "index"].contains(next)
        else {
            self.isWhole = false
            return
        }
        if verb == "insert" {
            self.rules[place, default: []].insert(statement, at: 0)
        } else {
            self.rules[place, default: []].append(statement)
        }
    }

    private mutating func remove(_ verb: String, _ words: ArraySlice<String>) {
        var words = words
        guard let kind = words.popFirst() else {
            self.isWhole = false
            return
        }
        if Self.ruleless.contains(kind) { return }
        switch kind {
        case "ruleset":
            let family = words.first
            self.rules = self.rules.filter { place, _ in family.map { !place.table.hasPrefix("\($0) ") } ?? false }
        case "table":
            guard let table = Self.table(&words), !table.hasSuffix(" handle") else {
                self.isWhole = false
                return
            }
            self.rules = self.rules.filter { $0.key.table != table }
        case "chain":
            guard let place = Self.chain(&words), place.chain != "handle" else {
                self.isWhole = false
                return
            }
            self.rules[place] = nil
        default: self.isWhole = false
        }
    }
}
