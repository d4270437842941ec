/// An address and a port: one end of a connection.
package struct Endpoint: Hashable, Comparable, Sendable {
    package let address: IPv4Address
    package let port: Port

    package init(_ address: IPv4Address, _ port: Port) {
        self.address = address
        self.port = port
    }

    /// Reads `a.b.c.d:port`; `nil` if the text is anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let port = Port(parts[1]) else { return nil }
        self.init(address, port)
    }

    package static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.address, lhs.port) < (rhs.address, rhs.port)
    }
}

extension Endpoint: CustomStringConvertible {
    package var description: String {
        "\(self.address):\(self.port)"
    }
}
