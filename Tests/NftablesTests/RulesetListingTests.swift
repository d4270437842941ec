import Addressing
import Nftables
import TestSupport
import Testing

/// What the model foretells of the kernel; that it tells the truth is tested with the kernel, in KernelTests.
@Suite struct RulesetListingTests {
    @Test("a ruleset with everything is foretold, and its JSON reads back as the same")
    func readsBack() throws {
        let listing = try #require(SampleRuleset.whole.listing)
        #expect(try RulesetListing(json: listing.json.utf8).isSame(as: listing))
        let json = try #require(SampleRuleset.whole.json)
        #expect(json.hasPrefix(#"{"nftables": [{"add": {"table": {"family": "inet", "name": "picket"}}}, {"delete""#))
        #expect(json.utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test("whatever is changed in a ruleset changes what is foretold")
    func tellsApart() throws {
        let whole = SampleRuleset.whole
        let listing = try #require(whole.listing)
        var seen = Set([listing.withoutOrder])
        var count = 1
        for changed in SampleRuleset.changes {
            guard let other = changed.listing else { continue }
            #expect(!other.isSame(as: listing), "\(changed)")
            seen.insert(other.withoutOrder)
            count += 1
        }
        #expect(count > 60 && seen.count == count)
    }

    @Test("the order of a set's elements and the numbers of rules mean nothing")
    func ignoresOrder() throws {
        var other = SampleRuleset.whole
        other.main.sets[1].elements = .addresses([
            IPv4Address(rawValue: 0x0A00_0002), IPv4Address(rawValue: 0x0A00_0001),
        ])
        let listing = try #require(other.listing)
        #expect(try #require(SampleRuleset.whole.listing).isSame(as: listing))
    }

    @Test("a ruleset of which something is not certain is not foretold", arguments: Self.doubtful.indices)
    func doubts(number: Int) {
        var ruleset = SampleRuleset.whole
        Self.doubtful[number](&ruleset)
        #expect(ruleset != SampleRuleset.whole)
        #expect(ruleset.listing == nil && ruleset.json == nil, "\(ruleset)")
    }

    @Test("each rule is found in the line that it is printed in")
    func lines() throws {
        let whole = SampleRuleset.whole
        let (text, origins) = whole.printed
        let listing = try #require(whole.listing)
        let lines = RuleLines(file: "picket.nft", text: text, listing: listing)
        var first = 0
        for name in [Ruleset.table, Ruleset.slotsTable] {
            let table = try #require(listing.tables.first { "\($0.family) \($0.name)" == name })
            for (number, chain) in table.chains.enumerated() {
                for (index, rule) in chain.rules.enumerated() {
                    let printed = origins.lastIndex(of: .rule(chain: first + number, index)).map { $0 + 1 }
                    #expect(printed != nil)
                    #expect(lines.line(of: rule.handle, table: name, chain: chain.name) == printed)
                }
            }
            first += table.chains.count
        }
    }

    private static let half = IPv4Prefix(IPv4Address(rawValue: 0x0A80_0000), length: 9)

    private static let doubtful: [@Sendable (inout Ruleset) -> Void] = [
        { $0.main.chains[1].rules.append(Rule(text: "accept", note: "from somebody")) },
        { $0.main.sets.append(NamedSet("all", .addresses([]))) },
        { $0.main.sets.append(NamedSet("auto-merge", .addresses([]))) },
        { $0.main.sets.append(NamedSet("sp ace-d", .addresses([]))) },
        { $0.main.sets.append($0.main.sets[0]) },
        { $0.main.counters.append($0.main.counters[0]) },
        { $0.main.counters.removeFirst() },
        { $0.main.chains.append($0.main.chains[1]) },
        { $0.main.sets.remove(at: 0) },
        { $0.main.sets[1].elements = .ipv6Prefixes([]) },
        { $0.main.sets[2].elements = .prefixes([Self.half, Self.half]) },
        { $0.main.sets[4].elements = .learned(NamedSet.Learned(size: 0)) },
        { $0.main.sets[4].elements = .addresses([]) },
        { $0.main.sets[5].elements = .learned(NamedSet.Learned(.ipv4, size: 9)) },
        { $0.main.sets[4].note = "two\nlines" },
        { $0.header.append("goes on \\") },
        { $0.main.chains[1].rules[0].comment = String(repeating: "x", count: 129) },
        { $0.main.chains[1].rules[0].comment = "a \"quote\"" },
        { $0.main.chains[1].rules[0].note = "a\nb" },
        { $0.main.chains[1].rules[0].matches = [.inputInterface("eth*")] },
        { $0.main.chains[1].rules[0].matches = [.inputInterface("a-name-of-16-byt")] },
        { $0.main.chains[1].rules[0].matches = [.icmpTypes([])] },
        { $0.main.chains[1].rules[0].matches = [.connectionsOver(-1)] },
        { $0.main.chains[1].rules[0].matches = [.connectionStates([.untracked, .invalid])] },
        { $0.main.chains[1].rules[0].matches = [.connectionStates([.invalid])] },
        { $0.main.chains[1].rules[0].matches = [.packetsWithin(Rule.Rate(0, per: .second))] },
        { $0.main.chains[1].rules[0].logPrefix = "costs $x" },
        { $0.main.chains[1].rules[0].verdict = .goto(chain: "nowhere") },
        { $0.main.chains[1].rules[0].verdict = .goto(chain: "output") },
        { $0.main.chains[3].rules[0].verdict = .goto(chain: "last-words") },
        { $0.main.chains[1].rules[0].verdict = .notrack },
        { $0.main.chains[2].rules[0].matches = [.reversePathMissing] },
        { $0.main.chains[0].rules[0].verdict = .reject },
        { $0.main.chains[3].rules[1] = Rule([], .synproxy(Rule.SynProxy(maximumSegmentSize: 1460, windowScale: 15))) },
        { $0.main.chains[1].rules.removeLast() },
        { $0.main.chains[0].name = "handle" },
        { $0.slots?.chains[1].name = "handle" },
        { $0.slots?.sets[0].elements = .learned(NamedSet.Learned(size: 10)) },
        { $0.slots?.chains[0].rules[1].verdict = .goto(chain: "last-words") },
    ]
}
