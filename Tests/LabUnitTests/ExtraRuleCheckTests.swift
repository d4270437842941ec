import Compiler
import Nftables
import TestSupport
import Testing
import Topology

@testable import Lab

@Suite struct ExtraRuleCheckTests {
    private static let topology = """
        picket: 1
        network: n
        segments:
          internet: { public: true, cidr: 198.51.100.0/24 }
          backbone: { cidr: 10.1.10.0/24 }
        firewall: { rules: { input: [one accept, two drop], output: [three drop] } }
        hosts:
          v-1:      { role: validator, backbone: 10.1.10.51 }
          s-{1..2}: { role: sentry, backbone: 10.1.10.{61..62}, internet: 198.51.100.{11..12} }

        """

    /// An nftables that takes no text with one of some words in it.
    private static func refusing(_ words: String...) -> (String) -> NftablesError? {
        { text in
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                for word in words {
                    guard let place = line.firstRange(of: word) else { continue }
                    let column = line.utf8.distance(from: line.startIndex, to: place.lowerBound) + 1
                    let last = column + word.utf8.count - 1
                    let message = "rules:\(number + 1):\(column)-\(last): Error: no '\(word)' here\n\(line)\n"
                    return NftablesError(command: "rules", message: message)
                }
            }
            return nil
        }
    }

    private static func check(_ load: (String) -> NftablesError?) throws -> [RefusedRule] {
        let topology = try SampleTopology.read(Self.topology, name: "t.yaml")
        var check = ExtraRuleCheck()
        check.check(try Compilation(topology, source: "t.yaml").bundles, of: topology, load: load)
        return check.refused
    }

    @Test("every rule that is not taken is found, once for all hosts, with the words that are not")
    func all() throws {
        let refused = try Self.check(Self.refusing("one", "three"))
        #expect(refused.map(\.rule.text) == ["one accept", "three drop"])
        #expect(refused.map(\.host.rawValue) == ["v-1", "v-1"])
        #expect(refused.map(\.message) == ["no 'one' here", "no 'three' here"])
        #expect(refused.map(\.part) == ["one", "three"])
    }

    @Test("where all are taken, or the ruleset is not even without them, nobody's rule is blamed")
    func none() throws {
        #expect(try Self.check(Self.refusing("nothing of the kind")) == [])
        #expect(try Self.check(Self.refusing("chain input")) == [])
    }

    @Test(
        "the place of an error is read, and its absence is no place",
        arguments: [
            ("x.nft:57:3-10: Error: syntax error, unexpected string\n", "syntax error, unexpected string", 57, 3...10),
            ("a:b/x.nft:1:1-1: Error: no", "no", 1, 1...1), ("Error: no", "no", nil, nil), ("odd", "odd", nil, nil),
            ("", "no reason is given", nil, nil), ("x:0:9-3: Error: no", "no", nil, nil),
        ] as [(String, String, Int?, ClosedRange<Int>?)]
    )
    func answers(text: String, message: String, line: Int?, columns: ClosedRange<Int>?) {
        let answer = NftAnswer(NftablesError(command: "x", message: text))
        #expect(answer.message == message)
        #expect(answer.place?.line == line && answer.place?.columns == columns)
    }
}
