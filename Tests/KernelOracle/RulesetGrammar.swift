import PacketSpace
import TestSupport

/// Makes small random rulesets that use every expression and statement which the prover knows, with few different
/// values, so that rules meet each other's packets.
struct RulesetGrammar {
    private var dice: Dice
    private let hook: Hook
    private var matches: MatchGrammar
    private var family = "inet"

    /// - Parameter hook: Of all base chains.
    init(seed: UInt64, hook: Hook) {
        self.dice = Dice(seed: seed)
        self.hook = hook
        self.matches = MatchGrammar(hook: hook)
    }

    mutating func ruleset() -> RulesetText {
        let count = self.dice.one(of: [1, 1, 2, 2, 3])
        return RulesetText(tables: (0..<count).map { self.table("t\($0)") })
    }

    private mutating func table(_ name: String) -> RulesetText.Table {
        self.family = self.dice.one(of: ["inet", "inet", "inet", "ip", "ip6"])
        self.matches.family = self.family
        let sets = SetGrammar.sets(self.family, &self.dice)
        var chains = (0..<self.dice.number(1...2)).map { number in
            RulesetText.Chain(
                name: "base\(number)",
                base: self.base(),
                rules: self.rules(1...6, jumpingTo: ["a", "b"])
            )
        }
        if self.hook != .forward, self.dice.onceIn(4) { chains.append(self.translation()) }
        chains.append(RulesetText.Chain(name: "a", base: "", rules: self.rules(0...4, jumpingTo: ["b"])))
        chains.append(RulesetText.Chain(name: "b", base: "", rules: self.rules(0...3, jumpingTo: [])))
        return RulesetText.Table(name: "\(self.family) \(name)", sets: sets, chains: chains)
    }

    private mutating func base() -> String {
        // Among them that of translations (-100, 100): which comes first is then an accident of history.
        let priorities =
            self.hook == .prerouting || self.hook == .output
            ? [-150, -101, -100, -99, 0, 0, 10] : [-300, -150, -1, 0, 0, 5, 100, 150]
        let policy = self.dice.onceIn(2) ? "accept" : "drop"
        return "type filter hook \(self.hook) priority \(self.dice.one(of: priorities)); policy \(policy);"
    }

    private mutating func rules(_ count: ClosedRange<Int>, jumpingTo targets: [String]) -> [String] {
        (0..<self.dice.number(count)).map { _ in
            // Most of what nft would refuse is thrown again, but nft has the last word.
            for _ in 0..<20 {
                let rule = self.rule(targets)
                if !RuleSense.isContradictory(rule, family: self.family) { return rule }
            }
            return "counter"
        }
    }

    private mutating func rule(_ targets: [String]) -> String {
        var parts = (0..<self.dice.one(of: [0, 1, 1, 1, 2])).map { _ in self.matches.match(&self.dice) }
        if self.dice.onceIn(5) { parts.append(self.change()) }
        if self.dice.onceIn(10) { parts.append(self.matches.match(&self.dice)) }
        if self.dice.onceIn(15) { parts.append(self.undecidable()) }
        if self.dice.onceIn(15) { parts.append(self.dice.one(of: Self.joined)) }
        if self.dice.onceIn(4) { parts.append("counter") }
        switch self.dice.number(0...11) {
        case 0...1: parts.append(self.verdictMap(targets))
        case 2: if parts.isEmpty { parts.append("counter") }
        case 3: parts.append(self.reject())
        default: parts.append(self.verdict(targets))
        }
        return parts.joined(separator: " ")
    }

    /// A chain that changes addresses; the kernel asks it about the first packet of a connection alone.
    private mutating func translation() -> RulesetText.Chain {
        let changesDestination = self.hook == .prerouting || self.hook == .output
        let rules = (0..<self.dice.number(1...3)).map { _ in
            for _ in 0..<20 {
                let target = TranslationGrammar.statement(self.family, changesDestination, self.hook, &self.dice)
                let rule = self.matches.match(&self.dice) + " " + target
                if !RuleSense.isContradictory(rule, family: self.family) { return rule }
            }
            return "counter"
        }
        let priority = changesDestination ? -100 : 100
        let base = "type nat hook \(self.hook) priority \(priority); policy accept;"
        return RulesetText.Chain(name: "nat", base: base, rules: rules)
    }

    private mutating func reject() -> String {
        // The kernel rejects nothing after routing.
        if self.hook == .postrouting { return "drop" }
        var choices = ["reject", "reject", "meta l4proto tcp reject with tcp reset", "reject with tcp reset"]
        if self.family == "inet" { choices.append("reject with icmpx type admin-prohibited") }
        if self.family != "ip6" { choices.append("reject with icmp type host-unreachable") }
        if self.family != "ip" { choices.append("reject with icmpv6 type no-route") }
        if self.family == "ip6" { choices.append("ip6 nexthdr tcp reject with tcp reset") }
        return self.dice.one(of: choices)
    }

    private mutating func verdict(_ targets: [String]) -> String {
        switch self.dice.number(0...8) {
        case 0...2: "accept"
        case 3...4: "drop"
        case 5: targets.isEmpty ? "accept" : "jump \(self.dice.one(of: targets))"
        case 6: targets.isEmpty ? "drop" : "goto \(self.dice.one(of: targets))"
        case 7: "return"
        default: "continue"
        }
    }

    private mutating func verdictMap(_ targets: [String]) -> String {
        switch self.dice.number(0...8) {
        case 0: return "tcp dport vmap @verdicts"
        case 8 where self.family != "ip":
            let elements = ["tcp", "ipv6-icmp", "hopopt"].map { "\($0) : \(self.verdict(targets))" }
            return "ip6 nexthdr vmap { \(elements.joined(separator: ", ")) }"
        case 1:
            let states = ["new", "established", "invalid", "related", "untracked"].prefix(self.dice.number(1...5))
            return "ct state vmap { \(states.map { "\($0) : \(self.verdict(targets))" }.joined(separator: ", ")) }"
        case 2:
            let elements = (0..<2).map { "\"eth\($0)\" . \(20 + self.dice.number(0...3)) : \(self.verdict(targets))" }
            return "iifname . tcp dport vmap { \(elements.joined(separator: ", ")) }"
        case 3:
            let start = self.dice.number(20...23)
            let first = "\(start)-\(start + self.dice.number(1...2)) : \(self.verdict(targets))"
            return "udp dport vmap { \(first), * : \(self.verdict(targets)) }"
        case 4: return "iifname vmap { eth0 : \(self.verdict(targets)), lan0 : \(self.verdict(targets)) }"
        case 5: return "meta l4proto vmap { tcp : \(self.verdict(targets)), icmp : \(self.verdict(targets)) }"
        case 6: return "meta mark vmap { 1 : \(self.verdict(targets)), 2-3 : \(self.verdict(targets)) }"
        case 7 where self.family != "ip6":
            let elements = Self.lyingAcross.shuffled(using: &self.dice).map { "\($0) : \(self.verdict(targets))" }
            return "ip saddr . tcp dport vmap { \(elements.joined(separator: ", ")) }"
        default:
            return self.family == "ip6"
                ? "ip6 saddr vmap { fd00::/64 : \(self.verdict(targets)), fd00:0:0:1::/64 : \(self.verdict(targets)) }"
                : "ip saddr . tcp dport vmap { 10.0.0.0-10.0.0.2 . 20-22 : \(self.verdict(targets)), "
                    + "10.0.0.4/31 . 23 : \(self.verdict(targets)) }"
        }
    }

    /// Ranges of several fields of which the kernel takes all, since none has the ends of another one in it.
    private static let lyingAcross = ["10.0.0.0/29 . 22", "10.0.0.1-10.0.0.2 . 20-23", "10.0.0.0-10.0.0.9 . 21"]

    /// Questions about fields side by side, of which nft makes one: whether both together are different.
    private static let joined = [
        "tcp sport != 22 tcp dport != 22", "udp dport != 53 udp sport != 40000",
        "tcp sport != { 22, 80 } tcp dport != 23",
    ]

    private mutating func change() -> String {
        self.dice.one(of: [
            "meta mark set 1", "meta mark set 2", "meta mark set mark or 2", "meta mark set mark and 1",
            "meta mark set mark xor 3", "meta mark set ct mark", "ct mark set mark", "ct mark set 2",
            "ct mark set ct mark and 1", "ct mark set ct mark or 1", "meta mark set mark and 1 xor 3",
            "meta mark set tcp dport map { 20-22 : 1, 23 : 2 }",
            "meta mark set ip saddr map { 10.0.0.1 : 1, 10.0.0.4/30 : 3 }",
            "meta mark set ip saddr . tcp dport map { 10.0.0.0/29 . 22 : 1, 10.0.0.1-10.0.0.2 . 20-23 : 2 }",
            "ip ttl set 64", "ip6 hoplimit set 64", "notrack", "meta priority set 1:2",
            "ip dscp set cs1", "ip6 dscp set 3", "ip ecn set ce",
            self.hook == .prerouting ? "meta pkttype set broadcast" : "meta mark set 3",
            "ct zone set tcp dport map { 20-22 : 1 }", "tcp option maxseg size set 1400",
            "tcp dport set 22", "udp sport set 23", "tcp flags set syn", "icmp type set 3", "th sport set 22",
            "ip saddr set 10.0.0.1", "ip6 daddr set fd00::1", "tcp sport set tcp dport map { 20-22 : 23 }",
            "ip daddr set ip saddr map { 10.0.0.1 : 10.0.0.2, 10.0.0.2-10.0.0.4 : 10.0.0.1 }",
            "meta priority set tcp dport map { 20-22 : 1:2 }", "ct mark set tcp dport map { 20-22 : 1 }",
            "@th,0,16 set 0x0016", "counter name tcp dport map @counters",
            "counter name ip saddr map { 10.0.0.1 : \"one\" }",
            "ct helper set ip saddr map { 10.0.0.1-10.0.0.3 : \"ftp\" }",
            "ct zone set meta mark map { 1 : 1, 2-3 : 2 }",
        ])
    }

    private mutating func undecidable() -> String {
        self.dice.one(of: [
            "limit rate 1/second", "limit rate over 2/second burst 1 packets", "ct count over 2",
            "update @learned { ip saddr }", "add @learned { ip saddr timeout 1m }", "quota over 1000 bytes",
            self.hook == .prerouting ? "fib daddr oif \"eth1\"" : "meta cpu 0", "tcp window 1", "ct helper \"ftp\"",
            "ct zone 0",
            "numgen random mod 2 0",
            self.hook == .prerouting || self.hook == .input ? "socket transparent 1" : "meta skgid 5", "@th,0,16 22",
            "tcp sequence 1",
            "ip frag-off & 0x1fff != 0", "ip hdrlength 5", "meta pkttype host", "iiftype 65534",
        ])
    }
}
