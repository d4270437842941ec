internal import ArgumentParser
internal import Compiler
internal import Lab
internal import Nftables
internal import Topology
internal import Verification

struct ReachCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reach",
        abstract: "Says who can reach whom, over all packets, from end to end and back.",
        discussion: """
            Puts the rules of both ends together, of the hosts that a topology is compiled into, or of files on disk with \
            --bundle: what leaves the sender, gets over a segment and into the receiver; and whether the answers come back. \
            Address translation and hosts that forward are on the way, too.

            FROM and TO are 'any', 'stranger' (anybody but our own hosts), the name of a host, a group or a segment, an address \
            or a prefix. TO may have a port and a protocol: sentry-1:50333, sentry-1:53/udp, [2001:db8::1]:22.

              yes    some first packet is sure to get there, and its answers to come back
              maybe  packets may get there; what decides cannot be known beforehand
              no     no packet that belongs to no flow gets there

            With --all-pairs, every two hosts are settled: whether one can connect to the other's peer port, or to any port.

            Exit code 0: something can (yes); 1: nothing can (no); 69: it cannot be known, or some rules are not known.

            Examples: picket reach topology.yaml stranger validator-1
                      picket reach topology.yaml any sentry-1:22

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Argument(help: "Where packets come from.")
    var from: String?

    @Argument(help: "Where they go: TO[:PORT][/tcp|/udp].")
    var to: String?

    @Flag(help: "Settles every two hosts of the topology.")
    var allPairs = false

    @Option(help: ArgumentHelp("A folder with one folder of files per host: judge the rules there.", valueName: "dir"))
    var bundle: String?

    @Flag(
        help:
            "Prints one JSON document (schema \(ReachReport.schemaName), or \(PairsReport.schemaName)) instead of text."
    )
    var json = false

    @Flag(help: "Says on standard error how long each step took.")
    var timings = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard self.allPairs ? self.from == nil && self.to == nil : self.from != nil && self.to != nil else {
            throw ValidationError("name the topology file, FROM and TO; or the topology file and --all-pairs")
        }
    }

    func run() throws {
        let console = self.options.console
        var timings = Timings()
        let topology = try TopologyFile.load(self.file, console)
        timings.mark("read")
        let question = self.allPairs ? nil : try self.question(in: topology.topology, console)
        let rules = try console.reporting { () throws(RulesetProblem) in
            try HostRules(topology, bundle: self.bundle)
        }
        timings.mark("compile")
        let hosts = try console.reporting { () throws(RulesetProblem) in try rules.listed() }
        timings.mark("rules")
        let reach = Reach(topology.topology, hosts: hosts)
        timings.mark("build")
        if let question {
            let report = ReachReport(question, reach)
            timings.mark("settle")
            if self.timings { console.note(timings.text) }
            console.print(self.json ? try JSONText.make(report) : report.text(console))
            try self.finish(report.answer)
        } else {
            let report = PairsReport(reach)
            timings.mark("settle")
            if self.timings { console.note(timings.text) }
            console.print(self.json ? try JSONText.make(report) : report.text(console))
            if !reach.unknown.isEmpty { throw ExitCode.unavailable }
        }
    }

    private func question(in topology: Topology, _ console: Console) throws -> ReachQuestion {
        do throws(MalformedQuestion) {
            return try ReachQuestion(from: self.from ?? "", to: self.to ?? "", in: topology)
        } catch {
            console.error(
                error.message,
                help:
                    "FROM and TO are any, stranger, a host, a group, a segment, an address or a prefix; see picket reach --help"
            )
            throw ExitCode.validationFailure
        }
    }

    private func finish(_ answer: ReachAnswer) throws {
        switch answer {
        case .yes: break
        case .no: throw ExitCode.no
        case .maybe: throw ExitCode.unavailable
        }
    }
}
