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
}
