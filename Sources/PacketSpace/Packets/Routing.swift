/// What the host's routes say of a packet's addresses, as the rules ask for it with `fib`.
///
/// The prover does not know the routes. What they say is a property of each packet, as its addresses are: a question about
/// packets is about all that routes can say of them, unless it says which ones are meant; see
/// ``DiagramStore/packets(withReversePath:)`` and ``DiagramStore/packets(toAddressOf:)``. With a ``RoutingView`` it is decided by
/// the addresses instead, and these values are not looked at.
package struct Routing: Hashable, Sendable {
    /// Packets to the source would leave by the interface that this packet came in by: `fib saddr . iif oif exists`.
    ///
    /// What comes in by `lo` always has one.
    package var hasReversePath: Bool
    /// `fib saddr type`
    package var sourceType: AddressType
    /// `fib saddr . iif type`: only routes of the interface that the packet came in by count.
    package var sourceTypeHere: AddressType
    /// `fib daddr type`
    package var destinationType: AddressType
    /// `fib daddr . iif type`
    package var destinationTypeHere: AddressType

    /// By default what is said of an honest packet to this host.
    package init(
        hasReversePath: Bool = true,
        sourceType: AddressType = .unicast,
        sourceTypeHere: AddressType = .unicast,
        destinationType: AddressType = .local,
        destinationTypeHere: AddressType = .local
    ) {
        self.hasReversePath = hasReversePath
        self.sourceType = sourceType
        self.sourceTypeHere = sourceTypeHere
        self.destinationType = destinationType
        self.destinationTypeHere = destinationTypeHere
    }
}
