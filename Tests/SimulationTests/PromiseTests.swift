import Simulation
import TestSupport
import Testing
import Topology

@Suite("The promises of the overlay")
struct PromiseTests {
    @Test("are kept, whatever goes wrong", arguments: 0..<10)
    func quickstart(part: UInt64) throws {
        let topology = try SampleTopology.quickstart()
        var scannedBytes = 0
        for seed in part * 20..<part * 20 + 20 {
            let scenario = Scenario(topology, seed: seed, duration: .seconds(60), strangers: 3)
            let outcome = Simulation.run(scenario)
            #expect(outcome.violation == nil, "seed \(seed)")
            #expect(outcome.voteDeliveries > 10, "seed \(seed) shows nothing")
            scannedBytes += outcome.scannedBytes
        }
        // A stranger that is cut off for most of a run hears little.
        #expect(scannedBytes > 20 * 1_000, "strangers hear too little to show anything")
    }

    @Test("need no redial without a fault: a link that nothing disturbs stays", arguments: UInt64(0)..<3)
    func undisturbed(seed: UInt64) throws {
        let topology = try SampleTopology.quickstart()
        // A link that ended by itself would be missed for a minute.
        var scenario = Scenario(topology, seed: seed, duration: .seconds(120), strangers: 3, mutation: .slowRedial)
        scenario.faults = []
        #expect(Simulation.run(scenario).violation == nil)
    }

    @Test("are kept by several groups, with hidden hosts on public segments", arguments: UInt64(0)..<6)
    func wide(seed: UInt64) throws {
        let outcome = Simulation.run(
            Scenario(try SampleTopology.wide(), seed: seed, duration: .seconds(60), strangers: 4)
        )
        #expect(outcome.violation == nil)
    }

    @Test("are kept by relays and two sites too", arguments: UInt64(0)..<10)
    func twoSites(seed: UInt64) throws {
        let topology = try SampleTopology.read(Repository.text("topologies/two-site.yaml"), name: "two-site.yaml")
        let outcome = Simulation.run(Scenario(topology, seed: seed, duration: .seconds(90), strangers: 6))
        #expect(outcome.violation == nil)
    }
}
