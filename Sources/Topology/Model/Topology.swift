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
    /// Every intended link, in the order of the diallers in the file.
    package let links: [Link]
    package let trust: Trust
    /// In the order of the file.
    package let expectations: [Expectation]

    private let hostIndices: [HostName: Int]
    private let segmentIndices: [SegmentName: Int]
    private let linksByDialler: [HostName: [Int]]
    private let linksByListener: [HostName: [Int]]

    /// - Parameters:
    ///   - segments: With names that differ.
    ///   - hosts: With names that differ.
    ///   - links: Between these hosts, over these segments.
    init(
        network: NetworkName,
        segments: [Segment],
        hosts: [Host],
        links: [Link],
        trust: Trust = Trust(),
        expectations: [Expectation] = []
    ) {
        self.network = network
        self.segments = segments
        self.hosts = hosts
        self.links = links
        self.trust = trust
        self.expectations = expectations
        self.hostIndices = Dictionary(uniqueKeysWithValues: hosts.enumerated().map { ($1.name, $0) })
        self.segmentIndices = Dictionary(uniqueKeysWithValues: segments.enumerated().map { ($1.name, $0) })
        self.linksByDialler = Dictionary(grouping: links.indices) { links[$0].dialler }
        self.linksByListener = Dictionary(grouping: links.indices) { links[$0].listener }
    }

    package subscript(host name: HostName) -> Host? {
        self.hostIndices[name].map { self.hosts[$0] }
    }

    package subscript(segment name: SegmentName) -> Segment? {
        self.segmentIndices[name].map { self.segments[$0] }
    }

    /// The links that a host opens, in the order in which its file lists them.
    package func links(from host: HostName) -> [Link] {
        self.linksByDialler[host, default: []].map { self.links[$0] }
    }

    /// The links that others open to a host.
    package func links(to host: HostName) -> [Link] {
        self.linksByListener[host, default: []].map { self.links[$0] }
    }

    /// The hosts of one role, in the order of the file.
    package func hosts(_ role: Role) -> [Host] {
        self.hosts.filter { $0.role == role }
    }

    /// Every IPv4 source that may reach ssh on some host, each once.
    package var administration: [IPv4Prefix] {
        Self.ipv4(self.hosts.flatMap(\.firewall.administration))
    }

    /// Every IPv4 source that some host opens a port to besides the peer port, each once.
    package var privilegedSources: [IPv4Prefix] {
        Self.ipv4(self.hosts.flatMap { $0.firewall.administration + ($0.firewall.monitoring?.sources ?? []) })
    }

    private static func ipv4(_ sources: [FirewallSettings.Source]) -> [IPv4Prefix] {
        var seen: Set<IPv4Prefix> = []
        return sources.compactMap(\.prefix.ipv4).filter { seen.insert($0).inserted }
    }
}
