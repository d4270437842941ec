internal import ArgumentParser
internal import Simulation
internal import Topology

extension Mutation: ExpressibleByArgument {}

struct SimulateCommand: ParsableCommand {
    /// How many runs one command may ask for.
    private static let highestRuns = 1_000_000
    /// How many honest servers of others there may be.
    private static let highestStrangers = 20_000

    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs a topology's whole overlay in virtual time, with strangers, faults and adversaries.",
        discussion: """
            The node's own state machine runs for every host, with the links and slots that the topology compiles into, and for \
            strangers on the public segments. After each step it is checked that

              secrecy  strangers receive no address and no node key of a hidden host
              slots    no server has more links than slots
              relink   hidden hosts have a link five seconds after it can stand
              votes    validators' votes reach every honest server that is connected
              relay    no vote goes twice over the same link
              forgery  nobody sends on what no trusted validator said

            The seed decides everything: the same command gives the same run. A broken promise is shown with the fewest faults \
            and strangers that it takes, and with the command that shows it again. TLS is not simulated, signatures are real.

            Faults: \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")).
            Mutations, which a check must find: \(Mutation.allCases.map(\.rawValue).joined(separator: ", ")).

            Exit code 0: all promises were kept; 1: one was broken.

            Examples: picket simulate topology.yaml --seed 7 --for 1h
                      picket simulate topology.yaml --runs 500 --faults crash,isolate

            \(ExitCode.help)
            """
    )

    @Argument(help: "The topology file.")
    var file: String

    @Option(help: ArgumentHelp("Decides everything that is left to chance.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many runs, each with the next seed.", valueName: "count"))
    var runs = 1

    @Option(name: .customLong("for"), help: ArgumentHelp("How long, in virtual time: 90s, 10m, 1h.", valueName: "time"))
    var length = VirtualTime(.seconds(600))

    @Option(help: ArgumentHelp("Honest servers of others on the public segments.", valueName: "count"))
    var strangers = 20

    @Option(help: ArgumentHelp("Which faults there may be: all, none, or some, divided by commas.", valueName: "kinds"))
    var faults = FaultKinds(Fault.Kind.allCases)

    @Option(
        help: ArgumentHelp(
            "Keeps only the faults with these numbers, divided by commas; 0 for none.",
            valueName: "numbers"
        )
    )
    var keep: FaultNumbers?

    @Option(help: ArgumentHelp("A deliberate error that a check must find.", valueName: "mutation"))
    var mutation: Mutation?

    @Flag(help: "Prints one JSON document (schema \(SimulationReport.schemaName)) instead of text.")
    var json = false

    @OptionGroup var options: OutputOptions

    func validate() throws {
        guard (1...Self.highestRuns).contains(self.runs) else {
            throw ValidationError("--runs is from 1 to \(Self.highestRuns)")
        }
        guard (0...Self.highestStrangers).contains(self.strangers) else {
            throw ValidationError("--strangers is from 0 to \(Self.highestStrangers)")
        }
        guard self.seed <= UInt64(Int64.max) else { throw ValidationError("--seed is too large") }
    }

    func run() throws {
        let console = self.options.console
        let topology = try TopologyFile.load(self.file, console).topology
        var report = SimulationReport(file: self.file, firstSeed: self.seed)
        for seed in self.seed..<self.seed + UInt64(self.runs) {
            let scenario = self.scenario(topology, seed: seed)
            let outcome = Simulation.run(scenario)
            report.add(outcome)
            guard let violation = outcome.violation else { continue }
            let shrunk = Simulation.shrink(scenario, violation)
            report.fail(shrunk.scenario, shrunk.outcome)
            break
        }
        console.print(self.json ? try JSONText.make(report) : report.text(console))
        if report.failure != nil { throw ExitCode.no }
    }

    private func scenario(_ topology: Topology, seed: UInt64) -> Scenario {
        var scenario = Scenario(
            topology,
            seed: seed,
            duration: self.length.duration,
            strangers: self.strangers,
            kinds: self.faults.kinds,
            mutation: self.mutation
        )
        if let keep { scenario.faults = scenario.faults.filter { keep.numbers.contains($0.number) } }
        return scenario
    }
}
