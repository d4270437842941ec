import Diagnostics
import Testing

@Suite struct NearestTests {
    private static let keys = ["role", "group", "peer_port", "sentries"]

    @Test(
        "finds a word with one mistake",
        arguments: [
            ("rle", "role"), ("roole", "role"), ("rolf", "role"), ("orle", "role"), ("Role", "role"), ("grop", "group"),
            ("sentrys", "sentries"), ("peerport", "peer_port"), ("peer-port", "peer_port"),
        ]
    )
    func findsNearMiss(word: String, expected: String) {
        #expect(nearest(word, in: Self.keys) == expected)
    }

    @Test("two mistakes are too many for a short word", arguments: ["rxlx", "ro", "elor", "", "backbone"])
    func refusesFarWord(word: String) {
        #expect(nearest(word, in: Self.keys) == nil)
    }

    @Test("swapping two neighbours is one mistake, also in a long word")
    func countsSwapOnce() {
        #expect(nearest("ab", in: ["ba"]) == "ba")
        #expect(nearest("vlaidatro", in: ["validator"]) == "validator")
    }

    @Test("words that share no letter are not near, however short")
    func refusesDisjointWords() {
        #expect(nearest("a", in: ["b"]) == nil)
        #expect(nearest("a", in: ["ab"]) == "ab")
    }

    @Test("the nearest wins, and of equally near ones the first")
    func prefersNearest() {
        #expect(nearest("sentry-1", in: ["sentry-12", "sentri-2", "sentry-1"]) == "sentry-1")
        #expect(nearest("sentry-9", in: ["sentry-1", "sentry-2"]) == "sentry-1")
    }

    @Test("a word as long as a file is near to nothing")
    func refusesHugeWord() {
        let word = String(repeating: "a", count: 1_000_000)
        #expect(nearest(word, in: [word, "a"]) == nil)
    }
}
