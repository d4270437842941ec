internal import ArgumentParser
internal import Nftables
internal import PacketSpace

struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Proves what a host's nftables rules do, over all packets.",
        discussion: """
            Works on any ruleset, of whatever tables, and needs no topology. Without --expect it says which new packets are \
            accepted at each hook, which rules cannot be known beforehand (limits, quotas, dynamic sets), which can never match, \
            and which tables are not judged. With --expect it settles each expectation over all packets that it means:

              holds      for every one of them
              violated   with a packet that shows it, and the rules it matches
              unsettled  because something decides that cannot be known beforehand

            \(RulesetExpectation.grammar)

            Example: picket prove --nft rules.nft --expect 'deny tcp from any to 10.0.0.1:22 in eth0'

            A file in nft syntax is loaded into a network namespace of its own, unless Picket wrote every line of it and knows what \
            comes of it; the rules of this machine stay as they are. Its \
            rules are named by their lines, others by the kernel's handles. \
            Packets are what the kernel's hooks see: that a source address is true, or comes in by its own interface, is not \
            assumed. A listing in JSON leaves out what some rules of tables of IPv6, and some with 'th', ask about the \
            protocol: they count as both, where --nft and --live ask the kernel. What is assumed stands at the end of the \
            answer. Tables that are not judged may drop packets, so that no 'allow' is sure beside them; 'deny' is, unless \
            they change packets.

            \(ExitCode.help)
            """
    )

    @OptionGroup var source: RulesetOptions

    @Option(help: ArgumentHelp("What is expected; any number of times.", valueName: "expectation"))
    var expect: [String] = []

    @Flag(help: "Prints one JSON document (schema \(ProveReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        var problems = self.source.problem.map { [$0] } ?? []
        for text in self.expect {
            do throws(MalformedDescription) {
                _ = try RulesetExpectation(text)
            } catch {
                problems += error.problems.map { "--expect '\(text)': \($0)" }
            }
        }
        guard problems.isEmpty else { throw ValidationError(problems.joined(separator: "\n       ")) }
    }

    func run() throws {
        let console = self.options.console
        let expectations = try self.expect.map { try RulesetExpectation($0) }
        let ruleset = try console.reporting { () throws(RulesetProblem) in
            var reader = RulesetReader()
            return try reader.read(self.source.read())
        }
        let report = ProveReport(ruleset, expectations)
        console.print(self.json ? try JSONText.make(report) : report.text(console))
        if report.expectations.contains(where: { $0.outcome == "violated" }) { throw ExitCode.no }
        if report.expectations.contains(where: { $0.outcome == "unsettled" }) { throw ExitCode.unavailable }
    }
}

extension Console {
    /// Ends with a problem's code after it was said.
    func reporting<Value>(_ work: () throws(RulesetProblem) -> Value) throws -> Value {
        do throws(RulesetProblem) {
            return try work()
        } catch {
            self.error(error.message, help: error.help)
            throw error.code
        }
    }
}
