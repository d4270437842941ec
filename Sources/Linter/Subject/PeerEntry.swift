package import Addressing
internal import Skywelld

/// A line of `[ips]` or `[ips_fixed]`.
package struct PeerEntry: Hashable, Sendable {
    package let host: String
    package let portText: String
    /// `nil` if the host is no IPv4 literal.
    package let address: IPv4Address?
    /// `nil` if there is none, or none that the server understands.
    package let port: Port?
    /// In the file, from 1.
    package let line: Int
    /// The server cannot hold one: the first colon ends the address for it.
    let isIPv6: Bool
    /// Whether it is a comment that the server takes for an entry; rules of their own speak of those.
    let isComment: Bool

    init?(_ line: ConfigurationFile.Line) {
        guard let entry = HostPort(line.text) else { return nil }
        self.host = entry.host
        self.portText = entry.port
        self.address = IPv4Address(entry.host)
        self.port = Port(entry.port)
        self.line = line.number
        self.isIPv6 = Self.isIPv6(line.text)
        self.isComment = line.text.hasPrefix("#") || line.text.hasPrefix("＃") || line.text.hasPrefix("[")
    }

    /// Whether the host has to be looked up: neither an IPv4 literal nor something that is meant to be an address.
    var isName: Bool { self.address == nil && !self.isIPv6 && !self.isComment && HostLiteral.isName(self.host) }

    private static func isIPv6(_ text: String) -> Bool {
        guard text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 else { return false }
        return IPv6Address(text.prefix { $0 != " " && $0 != "\t" }) != nil
    }
}
