internal import Addressing
internal import Diagnostics

/// What the user wrote, entry by entry, with places.
///
/// Each value has the right form by itself; whether they fit together is for ``TopologyResolver`` to say.
struct TopologyFile: Sendable {
    /// A segment as written.
    struct Segment: Sendable {
        let name: Located<SegmentName>
        /// `nil` if it is missing or wrong, which has been reported.
        let prefix: Located<IPv4Prefix>?
        /// `nil` if it is wrong, which has been reported.
        let isPublic: Bool?
    }

    /// Any number of hosts as written: an entry of `hosts`, ranges and lists still in it.
    struct Host: Sendable {
        let name: Template
        let settings: HostSettings
        let attachments: [Attachment]
    }

    /// A segment's name and an address on it.
    struct Attachment: Sendable {
        let segment: Located<String>
        /// `nil` if it is wrong, which has been reported.
        let address: Template?
        /// The name, the address, and what is between.
        let span: SourceSpan
    }

    var network: NetworkName?
    var segments: [Segment] = []
    /// Names of segments that were refused, so that hosts on them are not told that the segment is unknown;
    /// `nil` if there is no list of segments at all.
    var refusedSegments: Set<String>? = []
    var hosts: [Host] = []
    var administration: [Located<IPv4Prefix>] = []
    /// Whether `hosts` are all that was written; if not, nobody should be told that a host is missing.
    var hasAllHosts = true
}
