package import Addressing
package import Diagnostics

/// One host's place on one segment.
package struct Attachment: Hashable, Sendable {
    package let segment: SegmentName
    package let address: IPv4Address
    /// No server of any dialect uses it: it is there for administration.
    package let ipv6Address: IPv6Address?
    /// The segment's name and the address in the file; a range stands for several attachments.
    package let span: SourceSpan

    package init(segment: SegmentName, address: IPv4Address, ipv6Address: IPv6Address? = nil, span: SourceSpan) {
        self.segment = segment
        self.address = address
        self.ipv6Address = ipv6Address
        self.span = span
    }
}
