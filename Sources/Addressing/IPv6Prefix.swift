/// An IPv6 network in CIDR form, such as `fd00:10::/64`.
package struct IPv6Prefix: Hashable, Sendable {
    /// The network address: all host bits are zero.
    package let network: IPv6Address
    /// How many leading bits are fixed, 0 to 128.
    package let length: Int

    /// Makes the prefix of a given length that holds an address.
    ///
    /// - Parameters:
    ///   - address: Any address inside the prefix; its host bits are cleared.
    ///   - length: 0 to 128.
    package init(_ address: IPv6Address, length: Int) {
        precondition((0...128).contains(length), "an IPv6 prefix has 0 to 128 bits, not \(length)")
        self.network = IPv6Address(rawValue: address.rawValue & Self.mask(length))
        self.length = length
    }

    /// Reads `address/length`; `nil` if the text is anything else or has host bits set.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2,
            let address = IPv6Address(parts[0]),
            let length = IPv4Address.number(parts[1].utf8, upTo: 128)
        else { return nil }
        self.init(address, length: length)
        guard self.network == address else { return nil }
    }

    /// The highest address of the prefix.
    package var last: IPv6Address {
        IPv6Address(rawValue: self.network.rawValue | ~Self.mask(self.length))
    }

    package func contains(_ address: IPv6Address) -> Bool {
        address.rawValue & Self.mask(self.length) == self.network.rawValue
    }

    package func overlaps(_ other: IPv6Prefix) -> Bool {
        self.length <= other.length ? self.contains(other.network) : other.contains(self.network)
    }

    private static func mask(_ length: Int) -> UInt128 {
        length == 0 ? 0 : ~0 << UInt128(128 - length)
    }
}

extension IPv6Prefix: CustomStringConvertible {
    package var description: String {
        "\(self.network)/\(self.length)"
    }
}
