/// What came of a run.
package struct Outcome: Sendable {
    /// The first promise that was broken; `nil` if all were kept.
    package let violation: Violation?
    /// Stands for all that happened: equal for equal scenarios.
    package let digest: UInt64
    /// Events that machines took.
    package let events: Int
    /// In virtual time.
    package let duration: Duration
    /// Links at the end.
    package let links: Int
    /// How often a vote reached somebody for the first time.
    package let voteDeliveries: Int
    /// From the speaking of a vote to the last one that it reached.
    package let slowestVote: Duration
    /// The longest time that a link of a hidden host was missing though nothing excused it.
    package let longestRelink: Duration
    /// What strangers got from our hosts, in bytes, every one of which was looked at.
    package let scannedBytes: Int
    /// The lines that lead to the violation; empty unless they were asked for.
    package let trail: [String]
}
