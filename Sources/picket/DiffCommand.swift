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
            becomes possible, or no longer is, are named; and the ports that open or close between a host and strangers.

            Exit code 0: no packet is treated otherwise; 1: some are, or a host is on one side only; 69: none that is judged, \
            but there are tables that are not judged, or rules were changed that cannot be known beforehand, such as a ceiling \
            or a limit, or that answer what they drop.

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
        let hosts = Set(old.files.keys).union(new.files.keys).sorted()
        // The same text is the same rules, whatever they are.
        let changed = Set(hosts.filter { $0.isEmpty || old.files[$0]?.bytes != new.files[$0]?.bytes })
        let topologies = (old: old.topology ?? new.topology, new: new.topology ?? old.topology)
        // Reading may enter namespaces, which only a process with one thread can.
        var reader = RulesetReader()
        let isWhole = topologies.old != nil
        let listings = (
            old: try old.listings(by: &reader) { isWhole || changed.contains($0) },
            new: try new.listings(by: &reader) { isWhole || changed.contains($0) }
        )
        let names = topologies.new.map { AddressNames($0) } ?? AddressNames()
        let compared = Cores.spread(
            hosts.map { name in
                { () -> DiffReport.Host in
                    guard changed.contains(name) else { return DiffReport.Host(unchanged: name) }
                    guard let before = listings.old[name] else { return DiffReport.Host(onlyIn: .onlyNew, name) }
                    guard let after = listings.new[name] else { return DiffReport.Host(onlyIn: .onlyOld, name) }
                    return DiffReport.Host(
                        name,
                        from: DiffSide(before, old.files[name]),
                        to: DiffSide(after, new.files[name]),
                        names
                    )
                }
            }
        )
        return Self.report(compared, listings.old, listings.new, topologies) { changed.contains($0.rawValue) }
    }

    /// What changes on hosts, and between them; only that if no side has a topology to say who meets whom.
    private static func report(
        _ hosts: [DiffReport.Host],
        _ old: [String: RulesetListing],
        _ new: [String: RulesetListing],
        _ topologies: (old: Topology?, new: Topology?),
        _ isChanged: @escaping @Sendable (HostName) -> Bool
    ) -> DiffReport {
        guard let before = topologies.old, let after = topologies.new else {
            return DiffReport(hosts: hosts, pairs: [], strangers: [])
        }
        let sides = Cores.spread(
            [(old, before), (new, after)].map { listings, topology in
                {
                    let hosts = topology.hosts.compactMap { host in
                        listings[host.name.rawValue].map {
                            StaticHost(name: host.name, listing: $0, firewallUnit: nil)
                        }
                    }
                    let reach = Reach(topology, hosts: hosts)
                    return (matrix: reach.matrix(), ports: reach.strangerPorts(of: isChanged))
                }
            }
        )
        return DiffReport(
            hosts: hosts,
            pairs: PairChange.all(from: sides[0].matrix, to: sides[1].matrix),
            strangers: StrangerChange.all(from: sides[0].ports, to: sides[1].ports)
        )
    }
}
