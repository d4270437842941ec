import TestSupport
import Testing

extension Tag {
    /// Needs namespaces of its own, and a kernel that lets an ordinary user make them.
    @Tag static var netns: Self
}

/// The prover against the kernel. Nothing here is skipped: without namespaces these tests fail.
@Suite(.serialized, .tags(.netns)) struct KernelTests {
    @Test(
        "the oracle tells accept from drop, for every protocol, family and state",
        arguments: ["prerouting", "input", "forward", "output", "postrouting"]
    )
    func tellsApart(hook: String) throws {
        let run = try OracleRun(["check", hook])
        #expect(run.code == 0, "\(run.output)")
    }

    @Test("a prover that takes drops for accepts is found out")
    func findsDifferences() throws {
        let run = try OracleRun(["misread", "input", "1", "20", "100"])
        #expect(run.code == 1 && run.output.contains("the kernel drops"), "\(run.output)")
    }

    @Test("a prover with wrong routes is found out")
    func findsWrongRoutes() throws {
        let run = try OracleRun(["misrouted", "forward", "1", "65", "100"])
        #expect(run.code == 1 && run.output.contains("fib saddr . iif"), "\(run.output)")
    }

    @Test("a prover that takes listings for all that there is is found out")
    func findsCredulity() throws {
        let file = "\(Repository.root)/Tests/Vectors/nftables/differences/unlisted-protocols.nft"
        let run = try OracleRun(["credulous-files", "forward", "1000", file])
        #expect(run.code == 1 && run.output.contains("the kernel accepts"), "\(run.output)")
    }

    @Test(
        "prover and kernel agree on random rulesets: 100,000 pairs",
        arguments: [("input", 100), ("output", 60), ("forward", 60), ("prerouting", 40), ("postrouting", 40)]
    )
    func agree(hook: String, rulesets: Int) throws {
        let run = try OracleRun(["random", hook, "1", "\(rulesets)", "400"])
        #expect(run.code == 0, "\(run.output)")
        let pairs = run.count("pairs")
        #expect(pairs >= rulesets * 334, "too few pairs: \(run.output)")
        #expect(run.count("lost") * 100 < pairs, "too many packets never arrived: \(run.output)")
        #expect(run.count("undecided") * 5 < pairs, "a prover that says maybe is always right: \(run.output)")
        let accepted = run.count("accepted")
        #expect(accepted * 5 > pairs && accepted * 5 < pairs * 4, "hardly anything differs: \(run.output)")
    }

    @Test("prover and kernel agree on every generated ruleset", arguments: ["input", "output", "forward"])
    func agreeOnGenerated(hook: String) throws {
        let files = try Repository.files(below: "Tests/CompilerTests/Golden").filter { $0.hasSuffix(".nft") }
        #expect(files.count >= 14)
        let run = try OracleRun(["files", hook, "500"] + files)
        #expect(run.code == 0, "\(run.output)")
        #expect(run.count("pairs") >= files.count * 490)
    }

    @Test(
        "prover and kernel agree on the rules of every role of every topology",
        arguments: try GeneratedRules.topologies(),
        ["input", "output"]
    )
    func agreeOnTopologies(path: String, hook: String) throws {
        let rules = try GeneratedRules(of: path, atMost: 30)
        #expect(rules.files.count >= min(rules.hostCount, 30))
        let run = try OracleRun(["files", hook, "250"] + rules.files)
        #expect(run.code == 0, "\(run.output)")
        #expect(run.count("pairs") >= rules.files.count * 245)
    }

    @Test("the topologies of the repository have every role")
    func everyRole() throws {
        let roles = try GeneratedRules.topologies().reduce(into: Set<String>()) { roles, path in
            roles.formUnion(try GeneratedRules(of: path, atMost: 30).roles)
        }
        #expect(roles == ["validator", "sentry", "relay"])
    }

    @Test(
        "prover and kernel agree on rulesets of other people",
        arguments: ["input", "output", "forward", "prerouting"]
    )
    func agreeOnSamples(hook: String) throws {
        let files = try Repository.files(below: "Tests/Vectors/nftables").filter { $0.hasSuffix(".nft") }
        #expect(files.count >= 4)
        let run = try OracleRun(["files", hook, "500"] + files)
        #expect(run.code == 0, "\(run.output)")
    }
}
