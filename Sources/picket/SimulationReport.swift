internal import Simulation

/// What came of simulations, for people and for programs.
struct SimulationReport: Encodable {
    static let schemaName = "picket.simulation/1"

    /// The first broken promise, in the shortest form that shows it.
    struct Failure: Encodable {
        let check: String
        let seed: UInt64
        /// In virtual time.
        let seconds: Double
        let text: String
        let trail: [String]
        let replay: String
    }

    let schema = Self.schemaName
    let file: String
    let firstSeed: UInt64
    private(set) var runs = 0
    /// In virtual time, of all runs.
    private(set) var seconds = 0.0
    private(set) var events = 0
    /// Of the first run, so that two commands can be compared.
    private(set) var digest = ""
    private(set) var voteDeliveries = 0
    private(set) var slowestVoteSeconds = 0.0
    private(set) var longestRelinkSeconds = 0.0
    private(set) var bytesToStrangers = 0
    private(set) var failure: Failure?

    init(file: String, firstSeed: UInt64) {
        self.file = file
        self.firstSeed = firstSeed
    }

    mutating func add(_ outcome: Outcome) {
        if self.runs == 0 { self.digest = String(outcome.digest, radix: 16) }
        self.runs += 1
        self.seconds += outcome.duration / .seconds(1)
        self.events += outcome.events
        self.voteDeliveries += outcome.voteDeliveries
        self.slowestVoteSeconds = max(self.slowestVoteSeconds, outcome.slowestVote / .seconds(1))
        self.longestRelinkSeconds = max(self.longestRelinkSeconds, outcome.longestRelink / .seconds(1))
        self.bytesToStrangers += outcome.scannedBytes
    }

    /// - Parameters:
    ///   - scenario: The shortest that fails.
    ///   - outcome: What came of it.
    mutating func fail(_ scenario: Scenario, _ outcome: Outcome) {
        guard let violation = outcome.violation else { return }
        self.failure = Failure(
            check: violation.check.rawValue,
            seed: scenario.seed,
            seconds: violation.time / .seconds(1),
            text: violation.text,
            trail: outcome.trail,
            replay: "picket simulate \(self.file) \(scenario.replayOptions)"
        )
    }

    func text(_ console: Console) -> String {
        var lines = [
            "runs: \(self.runs), with \(Int(self.seconds)) s of virtual time, \(self.events) events, digest \(self.digest)",
            "votes: \(self.voteDeliveries) times delivered, the slowest in \(self.slowestVoteSeconds) s, cuts included",
            "links of hidden hosts: missing for \(self.longestRelinkSeconds) s at most while they could stand",
            "strangers got \(self.bytesToStrangers) bytes from our hosts, all of which were looked at",
        ]
        if let failure {
            lines.append("")
            lines.append(
                console.style("\(failure.check) is broken, with seed \(failure.seed): \(failure.text)", .strong)
            )
            lines += failure.trail.map { "  \($0)" }
            lines.append("again: \(failure.replay)")
        } else {
            lines.append("all promises were kept")
        }
        return lines.joined(separator: "\n")
    }
}

extension Scenario {
    /// The options of the command line that give this scenario again.
    fileprivate var replayOptions: String {
        let kept = self.faults.isEmpty ? "0" : self.faults.map { "\($0.number)" }.joined(separator: ",")
        let mutation = self.mutation.map { " --mutation \($0.rawValue)" } ?? ""
        let plan = "--faults \(FaultKinds.text(self.kinds)) --keep \(kept)"
        return
            "--seed \(self.seed) --for \(VirtualTime.text(self.plannedDuration)) --strangers \(self.strangers) \(plan)\(mutation)"
    }
}
