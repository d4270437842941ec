internal import Addressing
internal import Diagnostics
internal import Topology

/// What servers that were found are to each other: roles, segments, who dials whom.
struct NetworkDraft {
    /// Validators, relays, public servers, external peers; within a role in natural order of the names.
    private(set) var hosts: [DraftHost]
    /// In the order of the diallers' files.
    let links: [DraftLink]
    let segments: [SegmentDraft]
    private let linksByDialler: [Int: [DraftLink]]

    init(_ servers: inout [FoundServer], owners: AddressOwners) {
        let roles = FoundRoles(&servers, owners)
        var hosts = servers.enumerated().map { index, server in
            DraftHost(
                name: server.name,
                role: roles.roles[index],
                server: index,
                addresses: server.addresses,
                prefixLengths: server.prefixLengths,
                peerPort: server.peerPort?.port ?? Host.defaultPeerPort
            )
        }
        hosts += roles.strangers
        hosts.sort { lhs, rhs in
            let (left, right) = (lhs.server ?? Int.max, rhs.server ?? Int.max)
            return lhs.role.rank == rhs.role.rank ? left < right : lhs.role.rank < rhs.role.rank
        }

        var places: [IPv4Address: Int] = [:]
        for (index, host) in hosts.enumerated() {
            for address in host.addresses where places[address] == nil { places[address] = index }
        }
        var links: [DraftLink] = []
        for (index, host) in hosts.enumerated() {
            guard let server = host.server else { continue }
            for peer in servers[server].fixed {
                guard let listener = places[peer.endpoint.address], listener != index else { continue }
                links.append(DraftLink(dialler: index, listener: listener, endpoint: peer.endpoint))
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
                        help:
                            "a host has one address on a segment; make a segment of its own for the other if it matters"
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
    func links(from host: Int) -> [DraftLink] {
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
