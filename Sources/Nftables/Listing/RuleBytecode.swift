/// What the listing of rules does not say, from the rules as the kernel runs them.
///
/// Read from lines such as `[ payload load 1b @ network header + 6 => reg 1 ]`, and `[ cmp eq reg 1 0x00000006 ]` behind it.
struct RuleBytecode {
    private enum Load {
        case transport
        /// Bytes of the network header.
        case network(offset: Int, count: Int)
    }

    private enum Finding {
        case question(ProtocolQuestion)
        case somethingElse
        case unreadable
    }

    /// Of the next header in the header of IPv6, and of the protocol in that of IPv4. Sources: RFC 8200 §3, RFC 791 §3.1.
    private static let nextHeaderOffset = 6
    private static let protocolOffset = 9

    /// By family, table, chain and handle with spaces between; `nil` where they cannot be read for sure.
    private var rules: [String: [ProtocolQuestion]?] = [:]
    /// How many comparisons of a rule ask whether something is different.
    private(set) var differences: [String: Int] = [:]

    init(_ programs: RulePrograms) {
        for (chain, rules) in programs.rules {
            let family = chain.prefix { $0 != " " }
            for program in rules {
                let rule = "\(chain) \(program.handle)"
                var load: Load?
                self.rules[rule] = .some([])
                for line in program.lines {
                    let words = line.dropFirst(4).split(separator: " ")
                    if words.starts(with: ["cmp", "neq"]) { self.differences[rule, default: 0] += 1 }
                    if let load { self.add(Self.finding(words, about: load, family), to: rule) }
                    load = Self.load(words)
                }
            }
        }
    }

    /// What a rule asks about protocols by comparing them with one; `nil` if that is not known.
    func questions(ofRule rule: String) -> [ProtocolQuestion]? {
        self.rules[rule] ?? nil
    }

    private mutating func add(_ finding: Finding, to rule: String) {
        guard let known = self.rules[rule], let known else { return }
        switch finding {
        case .question(let question): self.rules[rule] = .some(known + [question])
        case .somethingElse: break
        case .unreadable: self.rules[rule] = .some(nil)
        }
    }

    private static func load(_ words: [Substring]) -> Load? {
        if words.starts(with: ["meta", "load", "l4proto"]) { return .transport }
        // payload load 1b @ network header + 6 => reg 1 ]
        guard words.count > 7, words[0] == "payload", words[1] == "load", words[4] == "network",
            let count = Int(words[2].dropLast()), let offset = Int(words[7])
        else { return nil }
        return .network(offset: offset, count: count)
    }

    /// What an expression finds out about the bytes that the one before it loaded.
    private static func finding(_ words: [Substring], about load: Load, _ family: Substring) -> Finding {
        // cmp eq reg 1 0x00000006 ]
        guard words.starts(with: ["cmp", "eq", "reg"]), words.count > 5 else { return .somethingElse }
        let values = words[4..<(words.count - 1)]
        switch load {
        case .transport:
            return self.byte(0, of: values, count: 1).map { .question(.transport($0)) } ?? .unreadable
        case .network(let offset, let count):
            let wanted = family == "ip6" ? self.nextHeaderOffset : family == "ip" ? self.protocolOffset : -1
            guard offset <= wanted, wanted < offset + count else { return .somethingElse }
            guard let number = self.byte(wanted - offset, of: values, count: count) else { return .unreadable }
            return .question(family == "ip6" ? .nextHeader(number) : .transport(number))
        }
    }

    /// One byte of a value that is printed as words of 32 bits, in the order that bytes have in this machine's words.
    private static func byte(_ index: Int, of values: ArraySlice<Substring>, count: Int) -> UInt8? {
        // Of whole words nobody could tell them from bytes in their own order, as other versions may print them.
        guard count % 4 != 0, values.count == count / 4 + 1 else { return nil }
        let text = values[values.startIndex + index / 4]
        guard text.hasPrefix("0x"), text.utf8.count == 10, let word = UInt32(text.dropFirst(2), radix: 16) else {
            return nil
        }
        return withUnsafeBytes(of: word) { $0[index % 4] }
    }
}
