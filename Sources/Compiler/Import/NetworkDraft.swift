internal import Addressing
internal import Diagnostics
internal import Topology

/// What servers that were found are to each other: roles, segments, who dials whom.
struct NetworkDraft {
    /// A connection that a configuration asks for.
    struct Link: Hashable {
        let dialler: Int
        let listener: Int
        let endpoint: Endpoint
    }

    struct Host {
        let name: HostName
        var role: Role
        /// In the list of servers; `nil` for a peer whose configuration is not here.
        let server: Int?
        /// In order.
        var addresses: [IPv4Address]
        let prefixLengths: [IPv4Address: Int]
        let peerPort: Port
        /// The address on each segment, in the order of the segments.
        var attachments: [(segment: Int, address: IPv4Address)] = []
        var group = GroupName.default
    }

    /// Validators, relays, public servers, external peers; within a role in natural order of the names.
    private(set) var hosts: [Host]
    /// In the order of the diallers' files.
    let links: [Link]
    let segments: [SegmentDraft]
    private let linksByDialler: [Int: [Link]]

    init(_ servers: inout [FoundServer], owners: AddressOwners) {
        let roles = FoundRoles(&servers, owners)
        var hosts = servers.enumerated().map { index, server in
            Host(
                name: server.name,
                role: roles.roles[index],
                server: index,
                addresses: server.addresses,
                prefixLengths: server.prefixLengths,
                peerPort: server.peerPort?.port ?? Topology.Host.defaultPeerPort
            )
        }
        hosts += roles.strangers
        hosts.sort { ($0.role.rank, $0.server ?? .max) < ($1.role.rank, $1.server ?? .max) }

        var places: [IPv4Address: Int] = [:]
        for (index, host) in hosts.enumerated() {
            for address in host.addresses where places[address] == nil { places[address] = index }
        }
        var links: [Link] = []
        for (index, host) in hosts.enumerated() {
            guard let server = host.server else { continue }
            for peer in servers[server].fixed {
                guard let listener = places[peer.endpoint.address], listener != index else { continue }
                links.append(Link(dialler: index, listener: listener, endpoint: peer.endpoint))
            }
        }
        let drafts = SegmentDrafts(hosts, links)
        for index in hosts.indices {
            hosts[index].attachments = drafts.attachments(of: hosts[index], dialled: Set(links.map(\.endpoint.address)))
            let kept = hosts[index].attachments.map(\.address)
            guard let server = hosts[index].server else { continue }
            for address in hosts[index].addresses where !kept.contains(address) && drafts.isShared(address) {
                servers[server].diagnostics.append(
                    .warning(
                        .importAddressLeftOut,
                        "'\(hosts[index].name)' has a second address in one network: \(address) is left out",
                        at: nil,
                        help: "a host has one address on a segment; make a segment of its own for the other if it matters"
                    )
                )
            }
        }
        self.hosts = hosts
        self.links = links
        self.segments = drafts.segments
        self.linksByDialler = Dictionary(grouping: links, by: \.dialler)
    }

    /// The links that a host opens.
    func links(from host: Int) -> [Link] {
        self.linksByDialler[host, default: []]
    }

    /// The same network with its hosts in groups.
    ///
    /// - Parameter groups: One for each host.
    func grouped(_ groups: [GroupName]) -> NetworkDraft {
        var copy = self
        for (index, group) in groups.enumerated() { copy.hosts[index].group = group }
        return copy
    }
}

extension Role {
    /// The order of roles in the text.
    fileprivate var rank: Int {
        switch self {
        case .validator: 0
        case .relay: 1
        case .sentry: 2
        case .hub: 3
        case .external: 4
        }
    }
}
