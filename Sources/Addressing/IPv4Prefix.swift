/// An IPv4 network in CIDR form, such as `10.1.10.0/24`.
package struct IPv4Prefix: Hashable, Sendable {
    /// The network address: all host bits are zero.
    package let network: IPv4Address
    /// How many leading bits are fixed, 0 to 32.
    package let length: Int

    /// Makes the prefix of a given length that holds an address.
    ///
    /// - Parameters:
    ///   - address: Any address inside the prefix; its host bits are cleared.
    ///   - length: 0 to 32.
    package init(_ address: IPv4Address, length: Int) {
        precondition((0...32).contains(length), "an IPv4 prefix has 0 to 32 bits, not \(length)")
        self.network = IPv4Address(rawValue: address.rawValue & Self.mask(length))
        self.length = length
    }

    /// Reads `a.b.c.d/length`; `nil` if the text is anything else or has host bits set.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2,
            let address = IPv4Address(parts[0]),
            let length = IPv4Address.number(parts[1].utf8, upTo: 32)
        else { return nil }
        self.init(address, length: length)
        guard self.network == address else { return nil }
    }

    /// The highest address of the prefix: on a subnet of up to 30 bits, its broadcast address.
    package var last: IPv4Address {
        IPv4Address(rawValue: self.network.rawValue | ~Self.mask(self.length))
    }

    /// The addresses that a host can have, in order.
    ///
    /// Up to 30 bits, all but the network and the broadcast address; at 31 and 32 bits, all (RFC 3021).
    package var hostAddresses: ClosedRange<IPv4Address> {
        guard self.length < 31 else { return self.network...self.last }
        return IPv4Address(rawValue: self.network.rawValue + 1)...IPv4Address(rawValue: self.last.rawValue - 1)
    }

    package func contains(_ address: IPv4Address) -> Bool {
        address.rawValue & Self.mask(self.length) == self.network.rawValue
    }

    package func overlaps(_ other: IPv4Prefix) -> Bool {
        self.length <= other.length ? self.contains(other.network) : other.contains(self.network)
    }

    private static func mask(_ length: Int) -> UInt32 {
        length == 0 ? 0 : ~0 << (32 - length)
    }
}

extension IPv4Prefix: CustomStringConvertible {
    package var description: String {
        "\(self.network)/\(self.length)"
    }
}
