internal import Addressing
internal import Topology

/// What other provers must know of a topology, as tab-separated values: a line for each of our hosts.
struct HostTable {
    let topology: Topology

    /// Name, `hidden` or `public`, peer port, addresses, public addresses, private segments, and links as
    /// `DIALLER>LISTENER:PORT`.
    var text: String {
        self.topology.hosts.filter(\.role.isOurs).map { self.line(of: $0) + "\n" }.joined()
    }

    private func line(of host: Host) -> String {
        let isPublic = { (place: Attachment) in self.topology[segment: place.segment]?.isPublic ?? false }
        let segments = self.topology.segments.filter { !$0.isPublic }.flatMap(\.prefixes)
        let links = self.topology.links(from: host.name) + self.topology.links(to: host.name)
        return [
            "\(host.name)",
            host.role.isHidden ? "hidden" : "public",
            "\(host.peerPort)",
            host.attachments.map(\.address.description).joined(separator: ","),
            host.attachments.filter(isPublic).map(\.address.description).joined(separator: ","),
            segments.map(\.description).joined(separator: ","),
            links.map { "\($0.source)>\($0.endpoint.address):\($0.endpoint.port)" }.joined(separator: ","),
        ].joined(separator: "\t")
    }
}
