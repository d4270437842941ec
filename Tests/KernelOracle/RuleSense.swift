/// What nft would refuse in a rule, as far as the grammar's own rules go.
enum RuleSense {
    /// Whether a rule asks for headers that no packet has together.
    static func isContradictory(_ rule: String, family: String) -> Bool {
        var words: Set<Substring> = []
        var depth = 0
        var isValue = false
        for word in rule.split(separator: " ") {
            if word == "{" { depth += 1 }
            if depth == 0, !isValue { words.insert(word) }
            if word == "}" { depth -= 1 }
            // What is not equal to a protocol asks for no header of it.
            isValue = word == "!="
        }
        let transports = words.intersection(["tcp", "udp", "icmp", "icmpv6", "gre", "ipv6-icmp"])
        let asksFour = !words.isDisjoint(with: ["ip", "icmp", "ipv4"])
        let asksSix = !words.isDisjoint(with: ["ip6", "icmpv6", "ipv6"])
        // nft 1.0.6 dies of its own assertion when it lists bytes of a transport header after a protocol without ports.
        let listed = rule.split(separator: " ")
        let portWords = listed.count { $0 == "th" || $0.hasPrefix("@th") }
        if portWords > 0, rule.contains("gre") || rule.contains("icmp") { return true }
        // Of another one when it lists what is compared by size after an address that is.
        let isOfSize = listed.count { ["<", ">", "<=", ">="].contains($0) } > 1
        if portWords > 0, isOfSize, rule.contains("addr") { return true }
        if rule.contains("254"), portWords > 1 || !transports.isEmpty { return true }
        if !transports.isEmpty, rule.contains("{ tcp, udp } th") { return true }
        if transports.count > 1 || asksFour && asksSix { return true }
        return family == "ip" && (asksSix || words.contains("nfproto"))
            || family == "ip6" && (asksFour || words.contains("nfproto") || words.contains("@learned"))
    }
}
