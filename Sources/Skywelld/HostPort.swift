/// An entry of `[ips]` or `[ips_fixed]`, split the way the server does it.
///
/// The host reaches to the first blank or colon, the port starts after the blanks and colons that follow. Both are raw
/// text; an IPv6 address cannot be written.
///
/// Source: skywelld reference §8.3.
package struct HostPort: Equatable, Sendable {
    package let host: String
    /// Empty if the entry has none.
    package let port: String

    /// `nil` if the host is empty.
    package init?(_ text: some StringProtocol) {
        let isSeparator = { (byte: UInt8) in byte.isASCIISpace || byte == UInt8(ascii: ":") }
        let entry = Array(text.utf8)[...].trimmingASCIISpace()
        let host = entry.prefix { !isSeparator($0) }
        guard !host.isEmpty else { return nil }
        self.host = String(decoding: host, as: UTF8.self)
        self.port = String(decoding: entry.dropFirst(host.count).drop(while: isSeparator), as: UTF8.self)
    }
}
