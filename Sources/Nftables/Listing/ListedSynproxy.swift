/// What the kernel offers in a server's name. Source: libnftables-json(5), "SYNPROXY".
package struct ListedSynproxy: Hashable, Sendable {
    /// In bytes; `nil` where the rule does not say.
    package let maximumSegmentSize: Int?
    /// In powers of two; `nil` where the rule does not say.
    package let windowScale: Int?
    /// `timestamp`, `sack-perm`.
    package let flags: [String]

    package init(maximumSegmentSize: Int?, windowScale: Int?, flags: [String]) {
        self.maximumSegmentSize = maximumSegmentSize
        self.windowScale = windowScale
        self.flags = flags
    }
}
