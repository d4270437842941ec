import Compiler
import TestSupport
import Testing
import Topology

/// Real connections against the kernel's own count, while the rules are loaded again.
@Suite(.serialized, .tags(.netns)) struct SlotsOverReloadTests {
    private static let ceiling =
        "tcp dport 50333 add @strangers-11 { tcp dport ct count over 11 } goto strangers-refused"

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

    @Test("strangers who are connected stay counted over every load of the rules", arguments: [false, true])
    func stayCounted(synProxy: Bool) throws {
        #expect(
            try Self.run(Self.rules(synProxy: synProxy)) == [
                "strangers: 11 of 14", "after load 1: 0 of 4", "after load 2: 0 of 4", "after load 3: 0 of 4",
                "own: 2 of 2", "after three left: 3",
            ]
        )
    }

    @Test("a ceiling in the table that is replaced lets more strangers in with every load")
    func excess() throws {
        let rules = try Self.rules()
        let moved = rules.replacing(Self.ceiling, with: "tcp dport 50333 counter")
            .replacing("\tchain strangers {\n", with: "\tchain strangers {\n\t\tct count over 11 drop\n")
        #expect(rules.contains(Self.ceiling) && moved.contains("ct count over 11 drop"))
        #expect(
            try Self.run(moved) == [
                "strangers: 11 of 14", "after load 1: 4 of 4", "after load 2: 4 of 4", "after load 3: 4 of 4",
                "own: 2 of 2", "after three left: 5",
            ]
        )
    }

    @Test("so does a file that deletes the set that counts")
    func deletes() throws {
        let table = "table inet picket-slots\n"
        let deleting = try Self.rules().replacing(
            table,
            with: "\(table)delete \(table)\(table)",
            maxReplacements: 1
        )
        #expect(try Self.run(deleting)[1] == "after load 1: 4 of 4")
    }

    @Test("another ceiling counts anew, and what the one before has counted is in nobody's way")
    func anotherCeiling() throws {
        #expect(try Self.run(Self.rules(), Self.rules(total: 4)).last == "after another file: 4 of 5")
    }
}
