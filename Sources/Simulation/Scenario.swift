package import Topology

/// What decides a run: the same scenario gives the same run, bit for bit.
package struct Scenario: Sendable {
    package let topology: Topology
    package let seed: UInt64
    /// Which faults there may be.
    package let kinds: [Fault.Kind]
    /// For which the faults were chosen; the run itself may be shorter.
    package let plannedDuration: Duration
    /// How long it lasts, in virtual time.
    package var duration: Duration
    /// Honest servers of others.
    package var strangers: Int
    /// What goes wrong, in the order of time.
    package var faults: [Fault]
    /// A deliberate error that a check must find.
    package var mutation: Mutation?

    /// A run with faults that the seed chooses.
    ///
    /// - Parameters:
    ///   - topology: Whose overlay runs.
    ///   - seed: Decides everything that is left to chance.
    ///   - duration: In virtual time.
    ///   - strangers: How many honest servers of others there are.
    ///   - kinds: Which faults there may be.
    ///   - mutation: A deliberate error.
    package init(
        _ topology: Topology,
        seed: UInt64,
        duration: Duration,
        strangers: Int,
        kinds: [Fault.Kind] = Fault.Kind.allCases,
        mutation: Mutation? = nil
    ) {
        self.topology = topology
        self.seed = seed
        self.kinds = kinds
        self.plannedDuration = duration
        self.duration = duration
        self.strangers = strangers
        self.mutation = mutation
        self.faults = FaultPlan.make(for: topology, kinds: kinds, duration: duration, Randomness(seed: seed))
    }
}
