/// What kind of route an address has: what `fib … type` gives.
///
/// The raw values are the kernel's numbers. Source: `RTN_*` of linux/rtnetlink.h.
package enum AddressType: UInt8, CaseIterable, Hashable, Sendable {
    case unspecified
    /// Somebody else's. IPv4 asks the table of local addresses alone, so that it says this of whatever is not local.
    case unicast
    /// One of this host's own.
    case local
    case broadcast
    case anycast
    case multicast
    case blackhole
    case unreachable
    case prohibit
    case `throw`
    case translated
    case resolved
}

extension AddressType {
    /// Packets to such an address come to the host itself.
    var isOfThisHost: Bool { [.local, .broadcast, .anycast, .multicast].contains(self) }
}
