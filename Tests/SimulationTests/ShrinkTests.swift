import Simulation
import TestSupport
import Testing

@Suite("A broken promise")
struct ShrinkTests {
    @Test("is shown with the faults alone that it takes, and the same promise is broken again")
    func shrinks() throws {
        let topology = try SampleTopology.quickstart()
        let scenario = try #require(
            (UInt64(0)..<20).lazy.map { seed in
                Scenario(topology, seed: seed, duration: .seconds(300), strangers: 6, mutation: .slowRedial)
            }.first { Simulation.run($0).violation != nil }
        )
        let violation = try #require(Simulation.run(scenario).violation)
        let (shortest, outcome) = Simulation.shrink(scenario, violation)
        #expect(outcome.violation?.check == .relink)
        #expect(shortest.faults.count == 1 && shortest.strangers == 0, "\(shortest.faults)")
        #expect(Set(shortest.faults.map(\.number)).isSubset(of: scenario.faults.map(\.number)))
        #expect(outcome.trail.contains { $0.contains("fault") })
        #expect(try #require(outcome.trail.last).contains("relink: validator-1 has no link to sentry-"))
    }

    @Test("needs no fault if the error shows without one")
    func needsNone() throws {
        let topology = try SampleTopology.quickstart()
        let scenario = Scenario(topology, seed: 3, duration: .seconds(120), strangers: 6, mutation: .doubleRelay)
        let violation = try #require(Simulation.run(scenario).violation)
        #expect(Simulation.shrink(scenario, violation).scenario.faults.isEmpty)
    }
}
