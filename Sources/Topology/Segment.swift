package import Addressing
package import Diagnostics

/// A network that hosts attach to.
package struct Segment: Hashable, Sendable {
    package let name: SegmentName
    package let prefix: IPv4Prefix
    /// Whether strangers are on it: the Internet, as opposed to a private network.
    package let isPublic: Bool
    /// The name in the file.
    package let span: SourceSpan
}
