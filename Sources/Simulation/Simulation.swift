import Overlay

/// Runs scenarios.
package enum Simulation {
    /// How far a run is.
    package struct Progress: Sendable {
        /// Virtual time.
        package let now: Duration
        /// Events that machines took.
        package let events: Int
    }

    /// Between two reports, in virtual time.
    private static let reportInterval = Duration.seconds(1)
    /// With fewer strangers, what happens between two looks at each other is not worth a second thread.
    private static let strangersForTwo = 100

    /// Runs a scenario to its end, or to the first promise that is broken.
    ///
    /// - Parameters:
    ///   - scenario: What runs.
    ///   - threads: How many run it; what happens does not depend on that. `nil` for two if the world is large.
    ///   - keepsTrail: Whether to remember what happened, line by line.
    ///   - report: Hears now and then how far it is.
    package static func run(
        _ scenario: Scenario,
        keepsTrail: Bool = false,
        threads: Int? = nil,
        report: (Progress) -> Void = { _ in }
    ) -> Outcome {
        let threads = threads ?? (scenario.strangers >= Self.strangersForTwo ? Shore.Name.allCases.count : 1)
        var world = World(scenario, threads: threads, keepsTrail: keepsTrail)
        while world.checks.violation == nil, world.now < scenario.duration {
            world.run(until: min(world.now + Self.reportInterval, scenario.duration))
            report(Progress(now: world.now, events: world.eventCount))
        }
        return world.outcome(lines: keepsTrail ? TrailText.lines(world) : [])
    }

    /// The shortest form of a scenario that breaks a promise: without all faults and strangers that it does not take.
    ///
    /// - Returns: The scenario, and what came of it with its trail.
    package static func shrink(_ scenario: Scenario, _ violation: Violation) -> (scenario: Scenario, outcome: Outcome) {
        var best = scenario
        best.duration = violation.time
        best.faults = best.faults.filter { $0.time <= violation.time }
        let fails = { (candidate: Scenario) in Self.run(candidate).violation?.check == violation.check }
        // Ever smaller parts of the faults, as long as it fails without them.
        var size = max(1, best.faults.count / 2)
        while !best.faults.isEmpty {
            var start = 0
            while start < best.faults.count {
                var candidate = best
                candidate.faults.removeSubrange(start..<min(start + size, candidate.faults.count))
                if fails(candidate) { best = candidate } else { start += size }
            }
            guard size > 1 else { break }
            size /= 2
        }
        for strangers in [0, 1, 2, 4, 8, 16, 32, 64] where strangers < best.strangers {
            var candidate = best
            candidate.strangers = strangers
            guard fails(candidate) else { continue }
            best = candidate
            break
        }
        return (best, Self.run(best, keepsTrail: true))
    }
}
