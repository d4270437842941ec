/// What may happen to one packet at one hook.
///
/// Sound on both sides: what the kernel does is always among what may happen. Both are true only if something decides
/// that cannot be known beforehand, such as a limit.
package struct Judgement: Hashable, Sendable {
    package let mayAccept: Bool
    /// Dropped, or rejected.
    package let mayDrop: Bool
    /// The rules that can be the last to decide; a policy counts as one. More than one only if something is *maybe*.
    package let decidedBy: [DecisionPoint]
}
