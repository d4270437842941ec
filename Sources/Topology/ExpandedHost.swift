internal import Addressing
internal import Diagnostics

/// A host after expansion, before its sentries are known; what was wrong with it is left out.
struct ExpandedHost: Sendable {
    let name: HostName
    /// `nil` if it is missing or wrong, which has been reported.
    let role: Role?
    let group: GroupName
    let peerPort: Port
    let attachments: [Attachment]
    /// The segments it is attached to, sorted by name; `nil` if not all of them are known.
    let segments: [SegmentName]?
    /// The names and globs that choose its sentries; `nil` if the file does not choose.
    let selectors: [Located<String>]?
    /// Whether everything that decides about its links could be read.
    let isComplete: Bool
    /// The name in the file.
    let span: SourceSpan
}
