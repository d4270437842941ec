internal import ArgumentParser
internal import Nftables
internal import PacketSpace

extension Place: ExpressibleByArgument {}

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Says rule by rule what a host's nftables rules do to a packet.",
        discussion: """
            \(PacketDescription.grammar)

            Whatever is not said of the packet is chosen: an ordinary packet that fits. No packet is sent. Where a rule cannot be \
            known beforehand, every way is shown. Exit code 0: accepted; 1: dropped; 69: one or the other.

            Example: picket trace --nft rules.nft 'tcp from 203.0.113.7:40000 to 10.0.0.1:22 in eth0'

            \(ExitCode.help)
            """
    )

    @OptionGroup var source: RulesetOptions

    @Argument(help: "The packet.")
    var packet: String

    @Option(
        help: ArgumentHelp(
            "Where it is looked at: arrival (prerouting and input), departure (output and postrouting), passage (prerouting, "
                + "forward and postrouting), prerouting, input, forward, output or postrouting; if nothing is said, where its interfaces lead.",
            valueName: "place"
        )
    )
    var hook: Place?

    @Flag(help: "Prints one JSON document (schema \(TraceReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        var problems = self.source.problem.map { [$0] } ?? []
        do throws(MalformedDescription) {
            let description = try PacketDescription(self.packet)
            let place = self.hook ?? description.usualPlace
            if description.packet(at: place) == nil { problems.append("there is no such packet at \(place.rawValue)") }
        } catch {
            problems += error.problems
        }
        guard problems.isEmpty else { throw ValidationError(problems.joined(separator: "\n       ")) }
    }

    func run() throws {
        let console = self.options.console
        let description = try PacketDescription(self.packet)
        let place = self.hook ?? description.usualPlace
        guard let packet = description.packet(at: place) else {
            preconditionFailure("validate refuses descriptions of no packets")
        }
        let ruleset = try console.reporting { () throws(RulesetProblem) in
            var reader = RulesetReader()
            return try reader.read(self.source.read())
        }
        let report = TraceReport(packet, place, ruleset.prover, ruleset.lines)
        console.print(self.json ? try JSONText.make(report) : report.text)
        switch report.outcome {
        case .accepted: break
        case .dropped: throw ExitCode.no
        case .unsettled: throw ExitCode.unavailable
        }
    }
}
