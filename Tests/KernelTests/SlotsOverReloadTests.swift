import Compiler
import TestSupport
import Testing
import Topology

/// Real connections for the slots of strangers, while the rules are loaded again and tracking forgets.
@Suite(.serialized, .tags(.netns)) struct SlotsOverReloadTests {
    private static func rules(synProxy: Bool = false, total: Int? = nil) throws -> String {
        let limits = total.map { ", limits: { total: \($0) }" } ?? ""
        let firewall = "roles:\n  sentry: { firewall: { syn_proxy: \(synProxy)\(limits) } }\n"
        let text = try Repository.text("topologies/quickstart.yaml").replacing("hosts:\n", with: firewall + "hosts:\n")
        let topology = try SampleTopology.read(text, name: "quickstart.yaml")
        let bundles = try Compilation(topology, source: "quickstart.yaml").bundles
        return try #require(bundles.first { $0.host.rawValue == "sentry-1" })[.ruleset].contents
    }

    private static func run(_ texts: String...) throws -> [String] {
        let folder = try ScratchFolder()
        for (number, text) in texts.enumerated() { try folder.write(text, to: "\(number).nft") }
        let files = texts.indices.map { "\(folder.path)/\($0).nft" }
        let run = try OracleRun(program: "SlotsProbe", ["50333", "11"] + files)
        #expect(run.code == 0, "\(run.output)")
        return run.output.split(separator: "\n").map { String($0) }
    }

    @Test(
        "strangers who are connected keep their slots and no others get in, over loads and when tracking has forgotten them",
        arguments: [false, true]
    )
    func keepSlots(synProxy: Bool) throws {
        #expect(
            try Self.run(Self.rules(synProxy: synProxy)) == [
                "strangers: 11 of 14", "after load 1: 0 of 4", "after load 2: 0 of 4", "after load 3: 0 of 4",
                "forgotten: 0 of 4", "still there: 11", "own: 2 of 2", "after three left: 3",
            ]
        )
    }

    @Test("a count of connections lets more in as soon as tracking has forgotten those who are there")
    func counted() throws {
        let rules = try Self.rules()
        let keeping =
            "update @slots-11 { ip saddr . tcp sport . ip daddr . tcp dport timeout 2m10s } counter accept comment \"holds a slot"
        let counting = rules.replacing(
            keeping,
            with: "ct state established accept\n\t\tct count over 11 drop\n\t\tcounter accept comment \"holds a slot"
        )
        .replacing("tcp sport 50333 goto answers", with: "")
        #expect(counting.contains("ct count over 11 drop"))
        #expect(try Self.run(counting).contains("forgotten: 4 of 4"))
    }

    @Test("a file that deletes the set lets more strangers in with every load")
    func deletes() throws {
        let table = "table inet picket-slots\n"
        let deleting = try Self.rules().replacing(
            table,
            with: "\(table)delete \(table)\(table)",
            maxReplacements: 1
        )
        #expect(try Self.run(deleting)[1] == "after load 1: 4 of 4")
    }

    @Test("where the ceiling is another one, who holds no slot of the new ones is cut off when the server speaks")
    func anotherCeiling() throws {
        let lines = try Self.run(Self.rules(), Self.rules(total: 4))
        #expect(lines.suffix(2) == ["after another file: 4 of 5", "of those before: 0"])
    }
}
