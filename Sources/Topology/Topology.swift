package import Addressing

/// The intent: what the user's file says, expanded, complete and free of contradictions.
///
/// Made by ``read(_:)`` alone, so that no later layer needs to check again.
package struct Topology: Sendable {
    package let network: NetworkName
    /// In the order of the file.
    package let segments: [Segment]
    /// In the order of the file, ranges expanded in place; never empty.
    package let hosts: [Host]
    /// The sources that may reach ssh on every host, in the order of the file; none covers another.
    package let administration: [IPv4Prefix]

    private let hostIndices: [HostName: Int]
    private let segmentIndices: [SegmentName: Int]

    /// - Parameters:
    ///   - segments: With names that differ.
    ///   - hosts: With names that differ.
    init(network: NetworkName, segments: [Segment], hosts: [Host], administration: [IPv4Prefix]) {
        self.network = network
        self.segments = segments
        self.hosts = hosts
        self.administration = administration
        self.hostIndices = Dictionary(uniqueKeysWithValues: hosts.enumerated().map { ($1.name, $0) })
        self.segmentIndices = Dictionary(uniqueKeysWithValues: segments.enumerated().map { ($1.name, $0) })
    }

    package subscript(host name: HostName) -> Host? {
        self.hostIndices[name].map { self.hosts[$0] }
    }

    package subscript(segment name: SegmentName) -> Segment? {
        self.segmentIndices[name].map { self.segments[$0] }
    }
}
