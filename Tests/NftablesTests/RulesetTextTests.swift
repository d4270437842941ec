import Nftables
import TestSupport
import Testing

/// Reading the text that the model prints.
@Suite struct RulesetTextTests {
    @Test("a ruleset with everything is read as it was printed")
    func readsWhole() {
        #expect(Ruleset(text: SampleRuleset.whole.description) == SampleRuleset.whole)
    }

    @Test("every golden ruleset is read, but for the one with rules of somebody else")
    func readsGolden() throws {
        let files = try Repository.files(below: "Tests/CompilerTests/Golden").filter { $0.hasSuffix(".nft") }
        let unread = try files.filter { try Ruleset(text: Repository.text($0))?.listing == nil }
        #expect(files.count > 15 && unread.map { $0.contains("full/n-s-1/") } == [true], "\(unread)")
    }

    @Test("whatever line is missing, doubled or changed, nothing is read that would print otherwise")
    func overlooksNothing() {
        let lines = SampleRuleset.whole.description.split(separator: "\n", omittingEmptySubsequences: false)
        var readable = 0
        for index in lines.indices {
            for replacement in [[], [lines[index], lines[index]], [lines[index] + " "], [lines[index] + " accept"]] {
                let text = (lines[..<index] + replacement + lines[(index + 1)...]).joined(separator: "\n")
                guard let ruleset = Ruleset(text: text) else { continue }
                readable += 1
                #expect(ruleset.description == text)
                #expect(ruleset != SampleRuleset.whole)
            }
        }
        // A rule can be left out, and a comment be another.
        #expect((20..<lines.count * 2).contains(readable), "\(readable) of \(lines.count * 4)")
    }

    @Test(
        "what nft takes and the model does not print is not read",
        arguments: [
            ("ct state established accept", "ct state established  accept"),
            ("ct state established accept", "ct state established accept # why not"),
            ("ct state established accept", "ct state established , related accept"),
            ("ct state established accept", "tcp dport ssh accept"),
            ("ct state established accept", "include \"/etc/passwd\""),
            ("tcp dport 22", "tcp dport 022"), ("tcp dport 22", "tcp dport +22"), ("tcp dport 22", "tcp dport 0x16"),
            ("policy drop;", "policy drop; "), ("table inet picket {", "table inet picket { # x"),
            ("delete table inet picket\n", ""), ("delete table inet picket", "flush table inet picket"),
            ("\tchain input {", "\tset x-y { type ipv4_addr; }\n\tchain input {"),
            ("limit rate 5/second", "limit rate 5/second burst 5 packets"), ("ct count over 11", "ct count 11"),
            ("delete set inet picket-slots own-diallers\n", ""), ("flush table inet picket-slots\n", ""),
            (
                "flush table inet picket-slots",
                "flush table inet picket-slots\ndelete set inet picket-slots slots-11"
            ),
            ("filter + 10", "11"), ("priority filter + 10", "priority 10"),
            ("timeout 90m", "timeout 1h30m"), ("timeout 2m10s", "timeout 130s"),
            ("tcp flags fin,syn,rst", "tcp flags fin,urg"), ("::1", "0::1"), ("\n", "\r\n"),
            ("everything", "every\u{C}thing\u{2028}#"),
        ]
    )
    func refuses(part: String, replacement: String) throws {
        let whole = SampleRuleset.whole.description
        let range = try #require(whole.firstRange(of: part))
        let text = whole.replacingCharacters(in: range, with: replacement)
        #expect(text != whole)
        let isOnlyAHeader = part == "everything"
        #expect((Ruleset(text: text) == nil) != isOnlyAHeader)
        #expect(Ruleset(text: text)?.listing == nil)
    }

    @Test("texts that are equal and have other bytes are not taken for each other")
    func comparesBytes() {
        var ruleset = SampleRuleset.whole
        ruleset.header = ["e\u{301}"]
        #expect(Ruleset(text: ruleset.description)?.header.first?.unicodeScalars.count == 2)
    }

    @Test("no text at all, half a text and two texts are not read")
    func ends() {
        let whole = SampleRuleset.whole.description
        for text in ["", "\n", String(whole.dropLast()), String(whole.dropLast(2)), whole + "\n", whole + whole] {
            #expect(Ruleset(text: text) == nil)
        }
    }
}

extension String {
    /// The text with a part of it replaced.
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
