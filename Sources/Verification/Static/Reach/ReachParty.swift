package import Addressing
package import Topology

/// Who a question about reach is about, as the user writes it.
package enum ReachParty: Hashable, Sendable {
    case any
    /// Anybody but our own hosts.
    case stranger
    case host(HostName)
    case group(GroupName)
    case segment(SegmentName)
    case prefix(IPPrefix)

    /// Reads `any`, `stranger`, the name of a host, a group or a segment of the topology, an address or a prefix; `nil` if it
    /// is none of these.
    ///
    /// Of one name for several things the host comes first, then the group.
    package init?(_ text: String, in topology: Topology) {
        if text == "any" {
            self = .any
        } else if text == "stranger" {
            self = .stranger
        } else if let name = HostName(text), topology[host: name] != nil {
            self = .host(name)
        } else if let name = GroupName(text), topology.hosts.contains(where: { $0.group == name }) {
            self = .group(name)
        } else if let name = SegmentName(text), topology[segment: name] != nil {
            self = .segment(name)
        } else if let prefix = IPPrefix(text) {
            self = .prefix(prefix)
        } else {
            return nil
        }
    }
}

extension ReachParty: CustomStringConvertible {
    package var description: String {
        switch self {
        case .any: "any"
        case .stranger: "stranger"
        case .host(let name): name.description
        case .group(let name): name.description
        case .segment(let name): name.description
        case .prefix(let prefix): prefix.description
        }
    }
}
