import Testing

@testable import Verification

@Suite struct CountsKeptTests {
    private static func loss(_ text: String) -> String? {
        CountsKept(RulesetSource(file: "x.nft", text: text)).loss(ofSet: "held", table: "inet t")
    }

    @Test(
        "a set is lost with its table, with everything, by its name, and where a name is not certain",
        arguments: [
            "delete table inet t", "destroy table inet t", "flush ruleset", "flush ruleset inet",
            "delete set inet t held",
            "flush set inet t held", "destroy set inet t held", "reset set inet t held", "flush sets inet t",
            "delete element inet t held { 80 }", "delete table inet $name", "delete set inet t handle 7",
            "delete table inet handle 3", "include \"more.nft\"",
            "table inet t { set s { type inet_service; }; }; flush ruleset",
        ]
    )
    func lost(text: String) throws {
        let words = try #require(Self.loss("table inet t\n\(text)\n"))
        #expect(words.contains("x.nft"))
    }

    @Test(
        "a set outlives what is done to other tables, to other sets, and to rules",
        arguments: [
            "delete table ip t", "delete table inet other", "delete table t", "flush ruleset ip",
            "delete set inet t other",
            "flush set inet other held", "flush table inet t", "flush chain inet t c", "delete chain inet t c",
            "delete rule inet t c handle-less", "reset rules inet t",
            "table inet t { set held { type inet_service; }; }",
            "add element inet t held { 80 }", "# flush ruleset",
        ]
    )
    func kept(text: String) {
        #expect(Self.loss("table inet t\n\(text)\n") == nil)
    }

    @Test("the line that loses it is named")
    func names() {
        let text = "table inet t\nflush table inet t\nflush set inet t held\n"
        #expect(
            Self.loss(text)
                == "'flush set inet t held' (x.nft:3) empties set 'held' whenever the file is loaded: others may take slots that "
                + "strangers who are connected still hold"
        )
    }
}
