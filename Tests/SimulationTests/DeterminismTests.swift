import Simulation
import TestSupport
import Testing

@Suite("A run")
struct DeterminismTests {
    @Test("is the same, bit for bit, for the same seed, and another for another")
    func digests() throws {
        let topology = try SampleTopology.quickstart()
        func digest(_ seed: UInt64) -> UInt64 {
            Simulation.run(Scenario(topology, seed: seed, duration: .seconds(60), strangers: 6)).digest
        }
        #expect(digest(1) == digest(1))
        #expect(digest(1) != digest(2))
    }

    @Test("is the same on one thread and on two", arguments: UInt64(0)..<8)
    func threads(seed: UInt64) throws {
        let scenario = Scenario(try SampleTopology.quickstart(), seed: seed, duration: .seconds(60), strangers: 20)
        let one = Simulation.run(scenario, threads: 1)
        let two = Simulation.run(scenario, threads: 2)
        #expect(one.digest == two.digest)
        #expect(one.events == two.events)
        #expect(one.voteDeliveries == two.voteDeliveries)
        #expect(one.scannedBytes == two.scannedBytes)
    }

    @Test("has no more threads than parts, and ends on any number", arguments: [0, 1, 2, 3, 8])
    func crews(threads: Int) throws {
        let scenario = Scenario(try SampleTopology.quickstart(), seed: 1, duration: .seconds(20), strangers: 4)
        #expect(Simulation.run(scenario, threads: threads).digest == Simulation.run(scenario).digest)
    }
}
