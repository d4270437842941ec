package import Nftables

/// Answers questions about a ruleset, over all packets.
///
/// Not for use from several threads at a time.
package final class Prover {
    package let listing: RulesetListing

    package init(_ listing: RulesetListing) {
        self.listing = listing
    }

    /// What may happen to a packet at a hook, over all base chains of the hook.
    package func verdict(of packet: Packet, at hook: Hook) -> Judgement {
        preconditionFailure("the semantics are not there yet: \(packet) at \(hook)")
    }
}
