/// What the kernel runs, rule by rule, as libnftables prints it with `NFT_DEBUG_NETLINK`.
struct RulePrograms {
    /// By family, table and chain with spaces between: the rules in their order.
    private var rules: [String: [[String]]] = [:]
    /// The elements of sets and maps, by family, table and name.
    private var elements: [String: [Substring]] = [:]

    init(_ text: String) {
        var place = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("  [ ") {
                guard let last = self.rules[place]?.indices.last else { continue }
                self.rules[place]?[last].append(String(line))
            } else if line.hasPrefix("\telement ") {
                self.elements[place, default: []].append(line)
            } else {
                let words = line.split(separator: " ")
                let isRule = words.count >= 4 && Int(words[3]) != nil
                place = words.prefix(3).joined(separator: " ")
                if isRule { self.rules[place, default: []].append([]) }
                if words.count < 3 { place = "" }
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
        return rules[number].map { line in
            let words = line.split(separator: " ").map { word in
                guard word.hasPrefix("__set") || word.hasPrefix("__map") else { return String(word) }
                return self.elements["\(table) @\(word)", default: []].sorted().joined()
            }
            return words.joined(separator: " ")
        }
    }
}
