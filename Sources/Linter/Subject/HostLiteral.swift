internal import Addressing

/// Tells names from addresses.
enum HostLiteral {
    /// Whether a text is a host name: it holds a letter, and is no IPv6 address.
    static func isName(_ text: some StringProtocol) -> Bool {
        text.utf8.contains { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") }
            && IPv6Address(text) == nil
    }

    /// Whether an address can be reached from this machine alone. Source: RFC 1122 §3.2.1.3.
    static func isLoopback(_ text: some StringProtocol) -> Bool {
        if let address = IPv4Address(text) { return address.rawValue >> 24 == 127 }
        return IPv6Address(text)?.rawValue == 1
    }

    private static let privatePrefixes = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"]
        .compactMap { IPv4Prefix($0) }

    /// Whether an address belongs to nobody on the Internet. Source: RFC 1918, RFC 1122.
    static func isPrivate(_ address: IPv4Address) -> Bool {
        self.privatePrefixes.contains { $0.contains(address) }
    }
}
