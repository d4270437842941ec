internal import ArgumentParser
internal import Nftables
internal import PacketSpace
internal import Topology
internal import Verification

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Says which packets new nftables rules treat otherwise than old ones.",
        discussion: """
            Compares what rules do, not how they are written: over all packets, at every hook, in both families. Names of the \
            tables, the order of rules and the form of sets make no difference by themselves.

            Each side is a file in nft syntax, a file in JSON (as of 'nft -j list ruleset'), the folder of a host as 'picket \
            compile' writes it, or a folder of such folders: then host by host; a topology file (.yaml), for what it is \
            compiled into; or the word 'live', for the rules of this machine, which takes CAP_NET_ADMIN. Files are loaded into \
            a network namespace of their own; the rules of this machine stay as they are.

            With a topology on either side, packets are said in its words, and every two hosts between which a TCP connection \
            becomes possible, or no longer is, are named.

            Exit code 0: no packet is treated otherwise; 1: some are, or a host is on one side only; 69: none that is judged, \
            but there are tables that are not judged, or rules were changed that cannot be known beforehand, such as a ceiling \
            or a limit.

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
        let report: DiffReport
        do {
            report = try self.report(console)
        } catch let problem as RulesetProblem {
            console.error(problem.message, help: problem.help)
            throw problem.code
        }
        console.print(self.json ? try JSONText.make(report) : report.text(console))
        if report.isDifferent { throw ExitCode.no }
        if report.isUnsettled { throw ExitCode.unavailable }
    }

    private func report(_ console: Console) throws -> DiffReport {
        let old = try ComparedHosts(side: self.old, console)
        let new = try ComparedHosts(side: self.new, console)
        guard (old.files[""] == nil) == (new.files[""] == nil) else {
            throw RulesetProblem("one side is a single ruleset, the other one has those of many hosts", .badInput)
        }
        let names = (new.topology ?? old.topology).map { AddressNames($0) } ?? AddressNames()
        var reader = RulesetReader()
        var hosts: [DiffReport.Host] = []
        for name in Set(old.files.keys).union(new.files.keys).sorted() {
            switch (old.files[name], new.files[name]) {
            case (let before?, let after?) where before.bytes == after.bytes && !name.isEmpty:
                // The same text is the same rules, whatever they are.
                hosts.append(DiffReport.Host(unchanged: name))
            case (let before?, let after?):
                let listings = (try reader.foretoldListing(of: before), try reader.foretoldListing(of: after))
                hosts.append(DiffReport.Host(name, from: listings.0, to: listings.1, names))
            case (_, nil): hosts.append(DiffReport.Host(onlyIn: .onlyOld, name))
            case (nil, _): hosts.append(DiffReport.Host(onlyIn: .onlyNew, name))
            }
        }
        return DiffReport(hosts: hosts, pairs: try self.pairs(old, new, &reader))
    }

    /// What changes between hosts; nothing if a side has no topology to say who meets whom.
    private func pairs(
        _ old: ComparedHosts,
        _ new: ComparedHosts,
        _ reader: inout RulesetReader
    ) throws -> [PairChange] {
        guard let before = old.topology ?? new.topology, let after = new.topology ?? old.topology else { return [] }
        return PairChange.all(
            from: try Self.matrix(of: old, in: before, &reader),
            to: try Self.matrix(of: new, in: after, &reader)
        )
    }

    private static func matrix(
        of side: ComparedHosts,
        in topology: Topology,
        _ reader: inout RulesetReader
    ) throws -> ReachMatrix {
        var hosts: [StaticHost] = []
        for host in topology.hosts {
            guard let file = side.files[host.name.rawValue] else { continue }
            let listing = try reader.foretoldListing(of: file)
            hosts.append(StaticHost(name: host.name, listing: listing, firewallUnit: nil))
        }
        return Reach(topology, hosts: hosts).matrix()
    }
}
