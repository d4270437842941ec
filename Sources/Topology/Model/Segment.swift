package import Addressing
package import Diagnostics

/// A network that hosts attach to.
package struct Segment: Hashable, Sendable {
    package let name: SegmentName
    /// At least one, in the order of the file; none overlaps another.
    package let prefixes: [IPv4Prefix]
    /// May be empty; in the order of the file.
    package let ipv6Prefixes: [IPv6Prefix]
    /// Whether strangers are on it: the Internet, as opposed to a private network.
    package let isPublic: Bool
    /// One way, for simulation; `nil` if the file does not say.
    package let latency: Duration?
    /// The name in the file.
    package let span: SourceSpan

    package init(
        name: SegmentName,
        prefixes: [IPv4Prefix],
        ipv6Prefixes: [IPv6Prefix] = [],
        isPublic: Bool,
        latency: Duration? = nil,
        span: SourceSpan
    ) {
        precondition(!prefixes.isEmpty, "segment \(name) has no IPv4 prefix")
        self.name = name
        self.prefixes = prefixes
        self.ipv6Prefixes = ipv6Prefixes
        self.isPublic = isPublic
        self.latency = latency
        self.span = span
    }

    /// The first prefix, which stands for the segment in messages.
    package var prefix: IPv4Prefix { self.prefixes[0] }

    package func contains(_ address: IPv4Address) -> Bool {
        self.prefixes.contains { $0.contains(address) }
    }
}
