package import Topology

/// A link of a hidden host, as the node at its other end tells its own administrator.
package struct HiddenLink: Equatable, Sendable {
    /// Who is hidden.
    package let hidden: HostName
    package let seenBy: HostName
    /// Whether strangers can crawl the other end.
    package let isSeenInPublic: Bool
    /// Whether the hidden host asks in its handshake that its address be shown to nobody; `nil` if the other end does
    /// not say.
    package let hidesItself: Bool?

    package init(hidden: HostName, seenBy: HostName, isSeenInPublic: Bool, hidesItself: Bool?) {
        self.hidden = hidden
        self.seenBy = seenBy
        self.isSeenInPublic = isSeenInPublic
        self.hidesItself = hidesItself
    }

    func isSame(as other: HiddenLink) -> Bool {
        self.hidden == other.hidden && self.seenBy == other.seenBy
    }
}
