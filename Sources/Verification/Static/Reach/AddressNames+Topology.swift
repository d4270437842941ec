internal import Addressing
package import PacketSpace
package import Topology

extension AddressNames {
    /// Hosts by their addresses, and segments by their networks.
    package init(_ topology: Topology) {
        self.init()
        for host in topology.hosts {
            for prefix in host.attachments.flatMap(\.prefixes) { self.add(host.name.description, for: prefix) }
        }
        for segment in topology.segments {
            for prefix in segment.prefixes { self.add(segment.name.description, for: .ipv4(prefix)) }
            for prefix in segment.ipv6Prefixes { self.add(segment.name.description, for: .ipv6(prefix)) }
        }
    }
}
