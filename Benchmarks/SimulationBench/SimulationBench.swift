internal import Files
internal import Glibc
internal import Simulation
internal import Topology

/// Runs simulations and says how fast they were.
///
/// `seeds TOPOLOGY FIRST COUNT SECONDS STRANGERS` runs one scenario after the other, with all faults, and ends at the first
/// broken promise. `pace TOPOLOGY STRANGERS SECONDS [THREADS]` runs one scenario without faults and says how much faster than real
/// time it is: from the start, and in its second half, when all are linked. `relay LINKS VALIDATIONS` says how many
/// messages one machine sends on, without sockets.
@main
enum SimulationBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        guard arguments.count >= 2 else { exit(64) }
        if arguments[0] == "relay", let links = Int(arguments[1]), let validations = numbers.first {
            self.runRelay(links: links, validations: validations)
            return
        }
        let bytes = try BoundedFile.read(arguments[1], limit: Topology.Limits.fileSize)
        guard let topology = Topology.read(bytes: bytes, name: arguments[1]).topology else { exit(65) }
        switch (arguments[0], numbers.count) {
        case ("seeds", 4):
            self.runSeeds(topology, numbers[0]..<numbers[0] + numbers[1], .seconds(numbers[2]), strangers: numbers[3])
        case ("pace", 2): self.runPace(topology, strangers: numbers[0], .seconds(numbers[1]), threads: nil)
        case ("pace", 3): self.runPace(topology, strangers: numbers[0], .seconds(numbers[1]), threads: numbers[2])
        default: exit(64)
        }
    }

    private static func runRelay(links: Int, validations: Int) {
        var bench = RelayBench(outbound: links)
        let (messages, processor) = bench.run(validations: validations)
        let rate = Int(Double(messages) / (processor / .seconds(1)))
        print("\(messages) messages out, processor \(processor.secondsText), \(rate) a second and core")
    }

    private static func runSeeds(_ topology: Topology, _ seeds: Range<Int>, _ duration: Duration, strangers: Int) {
        let start = ContinuousClock.now
        var (events, votes, scanned) = (0, 0, 0)
        var (slowestVote, longestRelink) = (Duration.zero, Duration.zero)
        for seed in seeds {
            let scenario = Scenario(topology, seed: UInt64(seed), duration: duration, strangers: strangers)
            let outcome = Simulation.run(scenario)
            events += outcome.events
            votes += outcome.voteDeliveries
            scanned += outcome.scannedBytes
            slowestVote = max(slowestVote, outcome.slowestVote)
            longestRelink = max(longestRelink, outcome.longestRelink)
            if let violation = outcome.violation {
                print("seed \(seed): \(violation.check.rawValue) at \(violation.time.secondsText): \(violation.text)")
                let shrunk = Simulation.shrink(scenario, violation)
                print(shrunk.outcome.trail.joined(separator: "\n"))
                exit(1)
            }
        }
        let elapsed = ContinuousClock.now - start
        print("\(seeds.count) seeds, \(events) events, \(votes) votes delivered, \(scanned) bytes scanned")
        print("slowest vote \(slowestVote.secondsText), longest relink \(longestRelink.secondsText)")
        print("\(elapsed.secondsText), \(Int(Double(events) / (elapsed / .seconds(1)))) events/s")
    }

    private static func runPace(_ topology: Topology, strangers: Int, _ duration: Duration, threads: Int?) {
        var half: (time: Stopwatch, events: Int)?
        let start = Stopwatch()
        let scenario = Scenario(topology, seed: 1, duration: duration, strangers: strangers, kinds: [])
        let outcome = Simulation.run(scenario, threads: threads) { progress in
            if half == nil, progress.now >= duration / 2 { half = (Stopwatch(), progress.events) }
        }
        print("\(strangers) strangers, \(outcome.links) links, \(outcome.events) events, digest \(outcome.digest)")
        if let violation = outcome.violation { print("\(violation.check.rawValue): \(violation.text)") }
        self.printPace("from the start", start, duration, events: outcome.events)
        if let half { self.printPace("second half", half.time, duration / 2, events: outcome.events - half.events) }
        print("slowest vote \(outcome.slowestVote.secondsText), \(outcome.voteDeliveries) deliveries")
    }

    /// Both clocks: how long it took, and how long it would have taken with a core for itself.
    private static func printPace(_ part: String, _ watch: Stopwatch, _ duration: Duration, events: Int) {
        let (wall, processor) = (watch.wall, watch.processor)
        print(
            "\(part): \(wall.secondsText), \(duration / wall) times; "
                + "processor \(processor.secondsText), \(duration / processor) times, "
                + "\(Int(processor / .nanoseconds(1)) / max(events, 1)) ns for each of \(events) events"
        )
    }
}
