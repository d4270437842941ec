package import Addressing
package import Diagnostics

/// An intended peer connection: who dials whom, and where.
///
/// Only one side dials: two servers that dial each other at the same moment lose both connections.
/// Source: skywelld reference §3.5, "Cross-dial hazard".
package struct Link: Hashable, Sendable {
    /// Why there is a link.
    package enum Kind: String, Hashable, Sendable {
        /// From a validator or a relay towards the network: what hides it.
        case service
        /// Between public servers of one group, in a ring, so that they form one overlay without any validator.
        case fellow
        /// From a public server of one group to one of the next group.
        case bridge
        /// From a public server to a peer that its `peers` names.
        case chosen
    }

    package let dialler: HostName
    package let listener: HostName
    package let kind: Kind
    package let segment: SegmentName
    /// The listener's address on the segment, and its peer port.
    package let endpoint: Endpoint
    /// The dialler's address on the segment.
    package let source: IPv4Address
    /// What in the file causes it: a selector, or the dialling host.
    package let span: SourceSpan

    package init(
        dialler: HostName,
        listener: HostName,
        kind: Kind,
        segment: SegmentName,
        endpoint: Endpoint,
        source: IPv4Address,
        span: SourceSpan
    ) {
        self.dialler = dialler
        self.listener = listener
        self.kind = kind
        self.segment = segment
        self.endpoint = endpoint
        self.source = source
        self.span = span
    }
}
