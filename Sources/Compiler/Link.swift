package import Addressing
package import Topology

/// An intended peer connection: who dials whom, and where.
///
/// Only one side dials: two servers that dial each other at the same moment lose both connections.
/// Source: skywelld reference §3.5, "Cross-dial hazard".
package struct Link: Hashable, Sendable {
    package let dialler: HostName
    package let listener: HostName
    package let segment: SegmentName
    /// The listener's address on the segment, and its peer port.
    package let endpoint: Endpoint
    /// The dialler's address on the segment.
    package let source: IPv4Address
}
