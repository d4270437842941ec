internal import Addressing
internal import Diagnostics

/// What the user wrote, entry by entry, with places.
///
/// Each value has the right form by itself; whether they fit together is for ``TopologyResolver`` to say. Settings of
/// hosts are still nodes, because they merge before they are read.
struct TopologyFile: Sendable {
    /// A segment as written.
    struct Segment: Sendable {
        let name: Located<SegmentName>
        /// Those that were wrong are left out, and have been reported.
        let prefixes: [Located<IPv4Prefix>]
        let ipv6Prefixes: [Located<IPv6Prefix>]
        /// `nil` if it is wrong, which has been reported.
        let isPublic: Bool?
        let latency: Duration?
    }

    /// Any number of hosts as written: an entry of `hosts`, ranges and lists still in it.
    struct Host: Sendable {
        let name: Template
        /// The map of the host; settings and attachments.
        let node: YAMLNode
    }

    var network: NetworkName?
    var segments: [Segment] = []
    /// Names of segments that were refused, so that hosts on them are not told that the segment is unknown;
    /// `nil` if there is no list of segments at all.
    var refusedSegments: Set<String>? = []
    var hosts: [Host] = []
    /// Settings that hosts inherit.
    var levels = SettingLevels()
    var trust = Trust()
    /// Where the file says whom the servers trust; `nil` if it does not.
    var trustSpan: SourceSpan?
    /// The items of `expect`.
    var expectations: [YAMLNode] = []
    /// Whether `hosts` are all that were written; if not, nobody should be told that a host is missing.
    var hasAllHosts = true
}
