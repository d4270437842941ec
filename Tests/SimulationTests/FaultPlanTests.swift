import Simulation
import TestSupport
import Testing

@Suite("What goes wrong")
struct FaultPlanTests {
    @Test("is chosen by the seed: every kind and every adversary comes, in the order of time, within the run")
    func everyKind() throws {
        let topology = try SampleTopology.quickstart()
        let plans = (UInt64(0)..<40).map { seed in
            Scenario(topology, seed: seed, duration: .seconds(120), strangers: 0).faults
        }
        let faults = plans.flatMap { $0 }
        #expect(Set(faults.map(\.kind)) == Set(Fault.Kind.allCases))
        #expect(Set(faults.compactMap(\.adversary)) == Set(Adversary.Kind.allCases))
        for plan in plans {
            #expect(plan.map(\.time) == plan.map(\.time).sorted())
            #expect(plan.allSatisfy { $0.time < .seconds(120) })
            #expect(Set(plan.map(\.number)).count == plan.count)
        }
    }

    @Test("is of the kinds alone that were asked for")
    func someKinds() throws {
        let topology = try SampleTopology.quickstart()
        let some = Scenario(topology, seed: 1, duration: .seconds(600), strangers: 0, kinds: [.crash, .isolate]).faults
        #expect(Set(some.map(\.kind)) == [.crash, .isolate])
        #expect(Scenario(topology, seed: 1, duration: .seconds(600), strangers: 0, kinds: []).faults.isEmpty)
    }
}
