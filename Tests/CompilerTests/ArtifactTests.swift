import Compiler
import Skywelld
import TestSupport
import Testing
import Topology

@Suite struct ArtifactTests {
    @Test(
        "the redacted form shows no seed, no password and no line of a secret section",
        arguments: LinkTests.Sample.allCases
    )
    func redacts(sample: LinkTests.Sample) throws {
        let compilation = try Compilation(sample.read(), source: "file.yaml")
        let seeds = compilation.identities.values.flatMap { [$0.nodeSeed, $0.validationSeed] }.compactMap { $0?.text }
        for artifact in compilation.bundles.flatMap(\.artifacts) {
            let shown = artifact.redacted
            for seed in seeds { #expect(!shown.contains(seed)) }
            #expect(!shown.contains("\npassword = lab\n") && !shown.contains("\nlab\n"))
            let lines = artifact.contents.split(separator: "\n", omittingEmptySubsequences: false)
            let shownLines = shown.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == shownLines.count)
            for (index, (line, shownLine)) in zip(lines, shownLines).enumerated() {
                #expect(shownLine == (artifact.isSecretLine(index + 1) ? "(secret)" : line))
            }
        }
    }

    @Test("the lines that are secret are those of seeds, passwords and secret sections")
    func knowsSecretLines() throws {
        let bundles = try Compilation(FullTopology.make(), source: "full.yaml").bundles
        let secret = { (host: String) in
            let artifact = try #require(bundles.first { $0.host.rawValue == host })[.configuration]
            let lines = artifact.contents.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.indices.filter { artifact.isSecretLine($0 + 1) }.map { "\(lines[$0 - 1])" }
        }
        #expect(
            try secret("n-v") == ["[node_seed]", "[validation_seed]", "[mysql_config]", "lab"]
        )
        #expect(try secret("n-s-1") == ["user = u", "[node_seed]"])
        #expect(try secret("n-r") == ["[node_seed]"])
    }

    @Test("a file that can hold secrets and was changed after it was compiled shows nothing")
    func hidesChanged() throws {
        var bundle = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml").bundles[0]
        bundle[.configuration].contents += "[mysql_config]\nmine\n"
        let shown = bundle[.configuration].redacted.split(separator: "\n")
        #expect(Set(shown) == ["(secret)"])
        bundle[.ruleset].contents += "# mine\n"
        #expect(bundle[.ruleset].redacted == bundle[.ruleset].contents)
    }

    @Test("no line number is secret but those of the file")
    func knowsEnds() throws {
        let artifact = try Compilation(SampleTopology.quickstart(), source: "quickstart.yaml").bundles[0][
            .configuration
        ]
        for number in [Int.min + 1, -1, 0, artifact.reasons.count + 1, Int.max] {
            #expect(!artifact.isSecretLine(number))
        }
    }
}
