/// Which Internet protocol a packet speaks.
package enum Family: UInt8, CaseIterable, Hashable, Sendable {
    case ipv4
    case ipv6
}

extension Family {
    /// Whether tables of a family of nftables see its packets.
    func isSeen(byTableOf family: String) -> Bool { family == "inet" || family == (self == .ipv4 ? "ip" : "ip6") }
}
