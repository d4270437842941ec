internal import Addressing

extension Packet {
    /// Where several hosts listen, the sender among them.
    static let addressesOfSeveral: [IPPrefix] = [
        .ipv4(IPv4Prefix(IPv4Address(rawValue: 0xE000_0000), length: 4)),
        .ipv4(IPv4Prefix(IPv4Address(rawValue: 0xFFFF_FFFF), length: 32)),
        .ipv6(IPv6Prefix(IPv6Address(rawValue: 0xFF << 120), length: 8)),
    ]

    /// Whether it comes in and the host may have sent it itself; see ``DiagramStore/ownPacketsComingBack``.
    var mayHaveComeBack: Bool {
        if self.inputInterface == "lo" { return true }
        if case .tcp = self.transport { return false }
        guard self.inputInterface != nil else { return false }
        return self.routing.destinationType == .broadcast || Self.addressesOfSeveral.contains(where: self.isTo)
    }

    private func isTo(_ prefix: IPPrefix) -> Bool {
        switch (prefix, self.addresses) {
        case (.ipv4(let prefix), .ipv4(_, let destination)): prefix.contains(destination)
        case (.ipv6(let prefix), .ipv6(_, let destination)): prefix.contains(destination)
        default: false
        }
    }
}
