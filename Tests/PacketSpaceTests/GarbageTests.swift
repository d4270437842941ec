import Nftables
import TestSupport
import Testing

@testable import PacketSpace

@Suite struct GarbageTests {
    private static let samples = ["everything", "more", "sentry", "validator", "full-sentry"]

    private static func judge(_ bytes: [UInt8]) -> Bool {
        guard let listing = try? RulesetListing(json: bytes) else { return false }
        let prover = Prover(listing)
        for hook in Hook.allCases { _ = prover.function(at: hook) }
        _ = prover.rulesThatNeverMatch()
        var packets = PacketDice(seed: 7)
        _ = prover.verdict(of: packets.packet(), at: .input)
        return true
    }

    @Test("a listing with bytes changed is refused or judged, and nothing breaks", arguments: samples)
    func bytes(name: String) throws {
        let sample = try Repository.bytes("Tests/Vectors/nftables/samples/\(name).json")
        var dice = Dice(seed: 1)
        var judged = 0
        for _ in 0..<60 {
            var bytes = sample
            for _ in 0..<dice.number(1...3) {
                let place = dice.number(0...bytes.count - 1)
                let old = bytes[place]
                let isDigit = old >= UInt8(ascii: "0") && old <= UInt8(ascii: "9")
                let digit = UInt8(ascii: "0") + UInt8(dice.number(0...9))
                bytes[place] = isDigit ? digit : UInt8(dice.number(32...126))
            }
            if Self.judge(bytes) { judged += 1 }
        }
        #expect(judged > 0)
    }

    @Test("a listing with whole values changed is judged, and nothing breaks", arguments: samples)
    func values(name: String) throws {
        let sample = try Repository.text("Tests/Vectors/nftables/samples/\(name).json")
        var dice = Dice(seed: 2)
        let others = [
            "0", "18446744073709551615", "-1", "1e9", "true", "null", "\"255.255.255.255\"", "\"::\"", "\"*\"", "[]",
            "{}",
            "{\"prefix\": {\"addr\": \"0.0.0.0\", \"len\": 99}}", "{\"range\": [5, 1]}", "{\"set\": []}", "\"@s4\"",
            "{\"concat\": [1, 2]}", "{\"&\": [{\"meta\": {\"key\": \"mark\"}}, 4294967295]}", "[\"syn\", 8]",
        ]
        for _ in 0..<80 {
            var words = sample.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            for _ in 0..<dice.number(1...4) {
                let place = dice.number(0...words.count - 1)
                let word = words[place]
                guard let end = word.firstIndex(where: { ",}]".contains($0) }) else { continue }
                words[place] = dice.one(of: others) + word[end...]
            }
            _ = Self.judge(Array(words.joined(separator: " ").utf8))
        }
    }

    @Test("chains that call each other in a circle end")
    func circle() {
        let rule = { (target: String) in ListedRule(handle: 1, [.verdict(.jump(target))]) }
        let base = ListedChain.Base(type: "filter", hook: "input", priority: 0, dropsByPolicy: true)
        let listing = RulesetListing(tables: [
            ListedTable(
                family: "inet",
                name: "t",
                chains: [
                    ListedChain(name: "c", base: base, rules: [rule("a")]),
                    ListedChain(name: "a", rules: [rule("b"), rule("b")]),
                    ListedChain(name: "b", rules: [rule("a"), rule("a")]),
                ]
            )
        ])
        let prover = Prover(listing)
        var packets = PacketDice(seed: 7)
        let verdict = prover.verdict(of: packets.packet(), at: .input)
        #expect(verdict.mayAccept && verdict.mayDrop)
        #expect(prover.isExhausted)
        #expect(!prover.rulesThatNeverMatch().contains { $0.chain == "c" })
    }
}
