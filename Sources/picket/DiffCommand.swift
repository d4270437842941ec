internal import ArgumentParser
internal import Nftables

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Says which packets new nftables rules treat otherwise than old ones.",
        discussion: """
            Compares what rules do, not how they are written: over all packets, at every hook, in both families. Names of the \
            tables, the order of rules and the form of sets make no difference by themselves.

            Each side is a file in nft syntax, a file in JSON (as of 'nft -j list ruleset'), the folder of a host as 'picket \
            compile' writes it, or a folder of such folders: then host by host. Files are loaded into a network namespace of \
            their own; the rules of this machine stay as they are.

            Exit code 0: no packet is treated otherwise; 1: some are, or a host is on one side only; 69: none that is judged, \
            but there are tables that are not judged.

            \(ExitCode.help)
            """
    )

    @Argument(help: "The old rules.")
    var old: String

    @Argument(help: "The new rules.")
    var new: String

    @Flag(help: "Prints one JSON document (schema \(DiffReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func run() throws {
        let console = self.options.console
        let report = try console.reporting { () throws(RulesetProblem) in try self.report() }
        console.print(self.json ? try JSONText.make(report) : report.text(console))
        if report.isDifferent { throw ExitCode.no }
        if report.isUnsettled { throw ExitCode.unavailable }
    }

    private func report() throws(RulesetProblem) -> DiffReport {
        let old = try ComparedHosts(reading: self.old)
        let new = try ComparedHosts(reading: self.new)
        guard (old.files[""] == nil) == (new.files[""] == nil) else {
            throw RulesetProblem("one side is a single ruleset, the other one a folder of hosts", .badInput)
        }
        var reader = RulesetReader()
        var hosts: [DiffReport.Host] = []
        for name in Set(old.files.keys).union(new.files.keys).sorted() {
            switch (old.files[name], new.files[name]) {
            case (let before?, let after?) where before.bytes == after.bytes && !name.isEmpty:
                // The same text is the same rules, whatever they are.
                hosts.append(DiffReport.Host(unchanged: name))
            case (let before?, let after?):
                let listings = (try reader.listing(of: before), try reader.listing(of: after))
                hosts.append(DiffReport.Host(name, from: listings.0, to: listings.1))
            case (_, nil): hosts.append(DiffReport.Host(onlyIn: .onlyOld, name))
            case (nil, _): hosts.append(DiffReport.Host(onlyIn: .onlyNew, name))
            }
        }
        return DiffReport(hosts: hosts)
    }
}
