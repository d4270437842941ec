internal import Addressing
internal import Diagnostics
internal import Topology

/// What each server is for, judged by its keys, its addresses and who dials it.
struct FoundRoles {
    /// One for each server.
    private(set) var roles: [Role]
    /// Peers that servers are fixed to and whose configurations are not here, in the order of their addresses.
    private(set) var strangers: [DraftHost] = []

    init(_ servers: inout [FoundServer], _ owners: AddressOwners) {
        self.roles = servers.map { $0.validationSeed != nil || $0.isPrivate ? .validator : .hub }
        for index in servers.indices where self.roles[index] == .validator && servers[index].validationSeed == nil {
            servers[index].diagnostics.append(
                .warning(
                    .importRoleGuessed,
                    "'\(servers[index].name)' is private and does not validate; it is taken for a validator",
                    at: servers[index].headerSpan("peer_private"),
                    help:
                        "if its [validation_seed] was removed before the import, put the seed into the key store; if it "
                        + "stands between validators and sentries, make its role 'relay'"
                )
            )
        }
        let served = Set(self.dialled(by: .validator, servers, owners))
        for index in served where self.roles[index] == .hub {
            self.roles[index] = Self.isRelay(servers[index]) ? .relay : .sentry
        }
        for index in self.dialled(by: .relay, servers, owners) where self.roles[index] == .hub {
            self.roles[index] = .sentry
        }
        self.addStrangers(&servers, owners)
    }

    /// Whether it is on private networks alone and passes on to others.
    private static func isRelay(_ server: FoundServer) -> Bool {
        !server.fixed.isEmpty && !server.addresses.isEmpty && server.addresses.allSatisfy(\.isPrivate)
            && (server.knowsAddresses || !server.listensEverywhere)
    }

    private func dialled(by role: Role, _ servers: [FoundServer], _ owners: AddressOwners) -> [Int] {
        servers.indices.filter { self.roles[$0] == role }
            .flatMap { index in servers[index].fixed.compactMap { owners.byAddress[$0.endpoint.address] } }
    }

    private mutating func addStrangers(_ servers: inout [FoundServer], _ owners: AddressOwners) {
        var found: [IPv4Address: (port: Port, isServing: Bool)] = [:]
        for index in servers.indices {
            for peer in servers[index].fixed where owners.byAddress[peer.endpoint.address] == nil {
                let isServing = self.roles[index].isHidden
                let before = found[peer.endpoint.address]
                found[peer.endpoint.address] = (
                    before?.port ?? peer.endpoint.port, isServing || before?.isServing ?? false
                )
                guard isServing else { continue }
                servers[index].diagnostics.append(
                    .warning(
                        .importPeerMissing,
                        "'\(servers[index].name)' is fixed to a peer whose configuration is not here",
                        at: servers[index].span(peer.line),
                        label: "taken for a sentry of yours",
                        help: "import its configuration as well; if it is not yours, this validator has no sentry there"
                    )
                )
            }
        }
        let servers = servers
        self.strangers = found.sorted { $0.key < $1.key }.compactMap { address, peer in
            var text = "peer-" + address.octets.map { "\($0)" }.joined(separator: "-")
            while servers.contains(where: { $0.name.rawValue == text }) { text += "-x" }
            return HostName(text).map { name in
                DraftHost(
                    name: name,
                    role: peer.isServing ? .sentry : .external,
                    server: nil,
                    addresses: [address],
                    prefixLengths: [:],
                    peerPort: peer.port
                )
            }
        }
    }
}
