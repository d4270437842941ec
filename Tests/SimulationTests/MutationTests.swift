import Simulation
import TestSupport
import Testing

@Suite("A deliberate error")
struct MutationTests {
    /// Which check must find each.
    static let finders: [(Mutation, Violation.Check, strangers: Int)] = [
        (.unprotected, .secrecy, 4),
        (.openFirewall, .secrecy, 4),
        (.moreSlots, .slots, 40),
        (.slowRedial, .relink, 2),
        (.deafRelay, .votes, 4),
        (.doubleRelay, .relay, 4),
        (.credulousRelay, .forgery, 4),
    ]

    @Test("is found by its check", arguments: Self.finders.indices)
    func found(index: Int) throws {
        let (mutation, check, strangers) = Self.finders[index]
        let topology = try SampleTopology.quickstart()
        let violations = (UInt64(0)..<20).lazy.compactMap { seed in
            Simulation.run(
                Scenario(topology, seed: seed, duration: .seconds(120), strangers: strangers, mutation: mutation)
            ).violation
        }
        let violation = try #require(violations.first)
        #expect(violation.check == check, "\(violation.text)")
    }

    @Test("all are there")
    func complete() {
        #expect(Set(Self.finders.map(\.0)) == Set(Mutation.allCases))
        #expect(Set(Self.finders.map(\.1)) == Set(Violation.Check.allCases))
    }
}
