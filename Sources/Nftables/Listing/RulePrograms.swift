/// What the kernel runs, rule by rule, as libnftables prints it with `NFT_DEBUG_NETLINK`: for each rule a line with family, table,
/// chain and handle, and a line for each of its expressions.
struct RulePrograms {
    struct Rule {
        /// The kernel's number for it.
        let handle: Int
        /// Its expressions, such as `  [ cmp eq reg 1 0x00000006 ]`.
        fileprivate(set) var lines: [Substring] = []
    }

    /// By family, table and chain with spaces between: the rules in their order.
    private(set) var rules: [String: [Rule]] = [:]
    /// The elements of sets and maps, by family, table and name.
    private var elements: [String: [Substring]] = [:]

    init(_ text: String) {
        var place = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  [ ") {
                guard let last = self.rules[place]?.indices.last else { continue }
                self.rules[place]?[last].lines.append(line)
            } else if line.hasPrefix("\telement ") {
                self.elements[place, default: []].append(line)
            } else {
                let words = line.split(separator: " ")
                place = words.count < 3 ? "" : words.prefix(3).joined(separator: " ")
                let handle = words.count < 4 ? nil : Int(words[3])
                if let handle { self.rules[place, default: []].append(Rule(handle: handle)) }
            }
        }
    }

    /// What a rule runs; sets without a name stand there by what is in them.
    ///
    /// - Parameters:
    ///   - number: Among the chain's rules, from 0.
    ///   - chain: Family, table and name.
    func program(ofRule number: Int, in chain: String) -> [String]? {
        guard let rules = self.rules[chain], rules.indices.contains(number) else { return nil }
        let table = chain.split(separator: " ").prefix(2).joined(separator: " ")
        return rules[number].lines.map { line in
            let words = line.split(separator: " ").map { word in
                guard word.hasPrefix("__set") || word.hasPrefix("__map") else { return String(word) }
                return self.elements["\(table) @\(word)", default: []].sorted().joined()
            }
            return words.joined(separator: " ")
        }
    }
}
