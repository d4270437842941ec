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
        // A second colon is no digit of a port.
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let address = IPv4Address(text[..<colon]),
            let port = Port(text[text.utf8.index(after: colon)...])
        else { return nil }
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
