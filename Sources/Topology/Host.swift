package import Addressing
package import Diagnostics

/// One machine with one server.
package struct Host: Hashable, Sendable {
    /// Where a server listens for peers if the file does not say.
    package static let defaultPeerPort: Port = 50333

    package let name: HostName
    package let role: Role
    package let group: GroupName
    package let peerPort: Port
    /// At least one, in the order of the file.
    package let attachments: [Attachment]
    /// A validator's sentries, at least one, in the order of the file; empty for every other role.
    package let sentries: [HostName]
    /// The name in the file; a range stands for several hosts.
    package let span: SourceSpan

    /// The host's address on a segment; `nil` if it is not attached to it.
    package func address(on segment: SegmentName) -> IPv4Address? {
        self.attachments.first { $0.segment == segment }?.address
    }
}
