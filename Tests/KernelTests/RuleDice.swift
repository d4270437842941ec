import Addressing
import Nftables
import TestSupport

/// Random rules of the model, many of them nonsense, for the chains of the sample ruleset.
struct RuleDice {
    private var dice: Dice

    init(seed: UInt64) {
        self.dice = Dice(seed: seed)
    }

    /// The sample with other rules in its chains, of which the model is sure.
    mutating func ruleset(rules: Int) -> Ruleset {
        var ruleset = SampleRuleset.whole
        for chain in ruleset.main.chains.indices {
            let last = ruleset.main.chains[chain].name == "input" ? ruleset.main.chains[chain].rules.suffix(1) : []
            ruleset.main.chains[chain].rules = []
            while ruleset.main.chains[chain].rules.count < rules {
                let rule = self.rule()
                // What may stand in the last chain follows from where packets come to it.
                if case .goto = rule.verdict, ruleset.main.chains[chain].name != "input" { continue }
                var alone = SampleRuleset.whole
                alone.main.chains[chain].rules.insert(rule, at: 0)
                if alone.listing != nil { ruleset.main.chains[chain].rules.append(rule) }
            }
            ruleset.main.chains[chain].rules += last
        }
        return ruleset
    }

    private mutating func rule() -> Rule {
        var rule = Rule([], .accept)
        rule.matches = (0..<self.number(0...4)).map { _ in self.match() }
        rule.verdict = self.one(of: [
            .accept, .drop, .reject, .notrack, .goto(chain: "last-words"), nil,
            .synproxy(Rule.SynProxy(maximumSegmentSize: self.number(1...65_535), windowScale: self.number(0...14))),
        ])
        rule.counter = self.one(of: [nil, .anonymous, .named("inbound-dropped")])
        rule.logPrefix = self.one(of: [nil, nil, "picket é: ", "a, b; {c} #d 'e'", String(repeating: "x", count: 127)])
        rule.comment = self.one(of: [nil, nil, "one two", "{ accept } # é", String(repeating: "y", count: 128)])
        rule.note = self.one(of: [nil, nil, "\"note\" { }"])
        return rule
    }

    private mutating func match() -> Rule.Match {
        let set = self.one(of: SampleRuleset.whole.main.sets.map(\.name))
        let rate = Rule.Rate(
            self.number(1...200),
            per: self.one(of: [.second, .minute]),
            burst: self.one(of: [1, 5, 1_000_000])
        )
        let interface = self.one(of: ["lo", "eth0.1-a_b", "a23456789012345", "1"])
        let states: [Rule.ConnectionState] = [.invalid, .established, .related, .new, .untracked]
        let types: [Rule.ICMPType] = [.destinationUnreachable, .echoRequest, .timeExceeded, .parameterProblem]
        let types6: [Rule.ICMPv6Type] = [.routerSolicit, .routerAdvert, .neighbourSolicit, .neighbourAdvert]
        switch self.number(0...27) {
        case 0: return .inputInterface(interface)
        case 1: return .outputInterface(interface)
        case 2: return .connectionState(self.one(of: states))
        case 3: return .connectionStates(self.some(of: states))
        case 4: return .ipv6
        case 5: return .icmp
        case 6: return .icmpTypes(self.some(of: types))
        case 7: return .sourceIn(set: set)
        case 8: return .sourceNotIn(set: set)
        case 9: return .reversePathMissing
        case 10: return .destinationIn(set: set)
        case 11: return .tcpDestinationIn(set: set)
        case 12: return .tcpDestinationPort(self.one(of: [1, 80, 65_535]))
        case 13: return .udpDestinationPort(self.one(of: [1, 53, 65_535]))
        case 14: return .tcpOpening
        case 15: return .ipv6SourceIn(set: set)
        case 16: return .ipv6DestinationIn(set: set)
        case 17: return .icmpv6
        case 18: return .icmpv6Types(self.some(of: types6))
        case 19: return .ipv6HopLimit(UInt8(self.number(0...255)))
        case 20: return .connectionsOver(self.one(of: [1, 7, Int(Int32.max)]))
        case 21: return .connectionsOfSourceOver(self.number(1...9), set: set)
        case 22: return .connectionsOfSourcePrefixOver(self.number(1...9), set: set)
        case 23: return .packetsOfSourceOver(rate, set: set)
        case 24: return .packetsOfIPv6SourceOver(rate, set: set)
        case 25: return .packetsWithin(rate)
        case 26: return .packetsOver(rate)
        default: return .connectionState(.established)
        }
    }

    // MARK: - Chance

    private mutating func some<Value>(of values: [Value]) -> [Value] {
        values.filter { _ in self.number(0...1) == 0 }
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        self.dice.one(of: values)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        self.dice.number(range)
    }
}
