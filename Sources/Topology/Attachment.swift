package import Addressing
package import Diagnostics

/// One host's place on one segment.
package struct Attachment: Hashable, Sendable {
    package let segment: SegmentName
    package let address: IPv4Address
    /// The segment's name and the address in the file; a range stands for several attachments.
    package let span: SourceSpan
}
