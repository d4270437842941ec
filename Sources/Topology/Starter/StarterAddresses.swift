internal import Addressing

/// Hands out the addresses of a prefix, one after the other.
///
/// A roomy prefix leaves gaps, so that a network can grow and its addresses still tell what a host is; a tight one is
/// filled from its start. Either way a range stays inside of one last octet.
struct StarterAddresses {
    /// From this length on a prefix is tight: a `/24` has room for the gaps.
    private static let tightLength = 25

    private var next: UInt32

    /// - Parameters:
    ///   - offset: Where in a roomy prefix to begin.
    ///   - used: How many addresses are handed out before these in a tight one.
    ///   - needed: How many addresses are needed of the prefix in all.
    init(_ prefix: IPv4Prefix, offset: UInt32, used: Int, needed: Int) {
        let first = prefix.hostAddresses.lowerBound.rawValue
        // The first address is a router's more often than not.
        let gap: UInt32 = prefix.hostCount > needed ? 1 : 0
        self.next = prefix.length < Self.tightLength ? prefix.network.rawValue + offset : first + gap + UInt32(used)
    }

    /// The next addresses as the language writes them.
    mutating func take(_ count: Int) -> String {
        let first = IPv4Address(rawValue: self.next)
        self.next += UInt32(count)
        guard count > 1 else { return first.description }
        let octets = first.octets
        let start = octets.dropLast().map(String.init).joined(separator: ".")
        return "'\(start).{\(octets[3])..\(Int(octets[3]) + count - 1)}'"
    }
}
