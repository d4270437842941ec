import Compiler
import Nftables
import TestSupport
import Testing
import Topology

/// The model of a ruleset against the kernel: what it foretells is what the kernel lists.
@Suite(.serialized, .tags(.netns)) struct RulesetRoundTripTests {
    @Test("text, model, JSON and kernel say the same of every golden ruleset without rules of somebody else")
    func golden() throws {
        let files = try Repository.files(below: "Tests/CompilerTests/Golden").filter { $0.hasSuffix(".nft") }
        let run = try OracleRun(program: "RulesetLoader", ["--round-trip"] + files)
        #expect(run.code == 0, "\(run.output)")
        let unread = run.output.split(separator: "\n").filter { $0.hasPrefix("unread") }
        #expect(unread.count == 1 && unread[0].contains("full/n-s-1/"), "\(run.output)")
        #expect(run.count("compared") == files.count - 1)
    }

    @Test("text, model, JSON and kernel say the same of everything that the model can say, and of each change of it")
    func whole() throws {
        let foretold = ([SampleRuleset.whole] + SampleRuleset.changes).filter { $0.listing != nil }
        let texts = foretold.enumerated().map { ("\($0.offset)", $0.element.description) }
        try Self.compare(texts, different: texts.count)
    }

    @Test("text, model, JSON and kernel say the same of random rules, whatever the model is sure of")
    func random() throws {
        let texts = (0..<UInt64(40)).map { seed in
            var dice = RuleDice(seed: seed)
            return ("\(seed)", dice.ruleset(rules: 12).description)
        }
        try Self.compare(texts, different: texts.count)
    }

    @Test("text, model, JSON and kernel say the same of every host of every topology of ours")
    func topologies() throws {
        var texts: [(name: String, text: String)] = []
        for file in try Repository.files(below: "topologies").filter({ $0.hasSuffix(".yaml") }) {
            let topology = try SampleTopology.read(Repository.text(file), name: file)
            guard topology.hosts.count <= 200 else { continue }
            for bundle in try Compilation(topology, source: "file.yaml").bundles {
                texts.append(("\(texts.count)-\(bundle.host)", bundle[.ruleset].contents))
            }
        }
        #expect(texts.count > 40)
        try Self.compare(texts, different: 40)
    }

    @Test("text, model, JSON and kernel say the same for every way to set up a firewall")
    func grid() throws {
        let texts = try FirewallGrid.rulesets()
        #expect(texts.count > 250)
        try Self.compare(texts, different: 250)
    }

    @Test("a model that overlooks a rule is found out")
    func findsDifferences() throws {
        let files = try Repository.files(below: "Tests/CompilerTests/Golden/quickstart").filter { $0.hasSuffix(".nft") }
        let run = try OracleRun(program: "RulesetLoader", ["--misread"] + files)
        let complaints = run.output.split(separator: "\n").filter { $0.contains("the kernel lists") }
        #expect(run.code == 1 && complaints.count == files.count, "\(run.output)")
    }

    @Test(
        "rules of other people come back from JSON as they were, or are not printed",
        arguments: ["everything", "more"]
    )
    func reprints(name: String) throws {
        let run = try OracleRun(program: "RulesetLoader", ["--reprint", "Tests/Vectors/nftables/samples/\(name).nft"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.count("printed") > 30, "\(run.output)")
    }

    private static func compare(_ texts: [(name: String, text: String)], different: Int) throws {
        let folder = try ScratchFolder()
        for text in texts { try folder.write(text.text, to: "\(text.name).nft") }
        let files = texts.map { "\(folder.path)/\($0.name).nft" }
        let run = try OracleRun(program: "RulesetLoader", ["--round-trip"] + files)
        #expect(run.code == 0, "\(run.output)")
        #expect(run.count("compared") == texts.count, "\(run.output)")
        #expect(run.count("different") >= different, "\(run.output)")
    }
}
