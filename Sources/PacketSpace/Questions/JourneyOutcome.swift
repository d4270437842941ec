/// A way of packets and what may become of them on it.
struct JourneyOutcome: Hashable {
    let journey: Journey
    /// Of ``Outcome``.
    let outcome: Int
}
