import Testing

@testable import Skywelld

@Suite("RFC1751")
struct RFC1751Tests {
    private static let words = "I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARE"

    @Test("the dictionary has 2,048 words, the short ones first, both parts in order")
    func dictionary() {
        let words = RFC1751.dictionary
        #expect(words.count == 2048 && Set(words).count == 2048)
        let short = words.prefix { $0.count < 4 }
        #expect(short.count == 571 && words.dropFirst(571).allSatisfy { $0.count == 4 })
        #expect(Array(short) == short.sorted() && Array(words.dropFirst(571)) == words.dropFirst(571).sorted())
        #expect(words.allSatisfy { $0.allSatisfy { ("A"..."Z").contains($0) } })
    }

    @Test("every seed is read back from its words", arguments: 0..<500)
    func roundTrip(number: Int) {
        let seed = Seed(passphrase: "seed \(number)")
        #expect(RFC1751.seed(RFC1751.words(of: seed)) == seed)
    }

    @Test("case and look-alike digits do not matter")
    func lookAlikes() {
        let seed = RFC1751.seed(Self.words)
        #expect(seed != nil && RFC1751.seed(Self.words.lowercased()) == seed)
        #expect(RFC1751.seed("i ire b0nd b0w tri0 1aid 5eat g0a1 hen ibi5 ibis dare") == seed)
        #expect(RFC1751.seed("  " + Self.words.replacing(" ", with: "\t ") + "\n") == seed)
    }

    @Test(
        "what is wrong with words is told apart",
        arguments: [
            ("I IRE BOND BOW TRIO LAID SEAT HEN GOAL IBIS IBIS DARE", RFC1751.Reading.wrongParity),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARQ", .unknownWord),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS", .otherShape),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARE A", .otherShape),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS DARES", .otherShape),
            ("I IRE BOND BOW TRIO LAID SEAT GOAL HEN IBIS IBIS D-RE", .otherShape), ("", .otherShape),
        ]
    )
    func faults(text: String, expected: RFC1751.Reading) {
        #expect(RFC1751.read(text) == expected)
    }
}
