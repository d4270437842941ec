internal import Addressing
internal import Diagnostics

/// A host after expansion, before its links are known; what was wrong with it is left out.
struct ExpandedHost: Sendable {
    let name: HostName
    /// What it shares with others of its entry.
    let plan: HostPlan
    /// Which of the hosts of its entry it is, counted from 0.
    let index: Int
    let group: GroupName
    let zone: ZoneName?
    let peerPort: Port
    let attachments: [Attachment]
    /// Which segments it is on, as a number of ``HostExpander/shapes``; `nil` if not all of them are known.
    let shape: Int?
    /// Whether everything that decides about its links could be read.
    let isComplete: Bool
    /// The name in the file.
    let span: SourceSpan

    /// `nil` if it is missing or wrong, which has been reported.
    var role: Role? { self.plan.role?.value }
}
