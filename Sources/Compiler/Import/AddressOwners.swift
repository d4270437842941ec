internal import Addressing
internal import Diagnostics

/// Whose address is whose: told by the servers themselves, else found by elimination from how others dial them.
struct AddressOwners {
    /// The server of each address, by its index.
    private(set) var byAddress: [IPv4Address: Int] = [:]

    /// Finds the owners, adds the addresses that were found out to the servers, and says what nobody knows.
    init(_ servers: inout [FoundServer]) {
        self.takeOwnWord(&servers)
        let dialled = Self.dialled(by: servers)
        self.eliminate(&servers, dialled)
        for index in servers.indices { Self.reportUnknown(&servers[index]) }
    }

    /// Two hosts cannot have one address in one network; such as the bridge of a container engine belong to none.
    private mutating func takeOwnWord(_ servers: inout [FoundServer]) {
        var claims: [IPv4Address: [Int]] = [:]
        for (index, server) in servers.enumerated() {
            for address in server.addresses { claims[address, default: []].append(index) }
        }
        let dialled = Set(servers.flatMap { $0.fixed.map(\.endpoint.address) })
        for (index, server) in servers.enumerated() {
            for address in server.addresses {
                guard let others = claims[address], others.count > 1 else {
                    self.byAddress[address] = index
                    continue
                }
                servers[index].addresses.removeAll { $0 == address }
                guard dialled.contains(address) else { continue }
                let names = others.filter { $0 != index }.prefix(3).map { "'\(servers[$0].name)'" }
                servers[index].diagnostics.append(
                    .error(
                        .importAddressContested,
                        "'\(server.name)' has the address \(address), and \(names.joined(separator: ", ")) too",
                        at: nil,
                        help: "leave it only in the file '\(Import.addressFile)' of the host that peers reach there"
                    )
                )
            }
        }
    }

    /// Whom servers dial and where nobody has said whose it is, in order.
    private static func dialled(by servers: [FoundServer]) -> [IPv4Address: Set<UInt16>] {
        var ports: [IPv4Address: Set<UInt16>] = [:]
        for peer in servers.flatMap(\.fixed) {
            ports[peer.endpoint.address, default: []].insert(peer.endpoint.port.rawValue)
        }
        return ports
    }

    /// An address belongs to a server if no other one can have it: one whose addresses are known, that dials the address
    /// itself, that listens at another port, or that has an address in the same network already.
    private mutating func eliminate(_ servers: inout [FoundServer], _ dialled: [IPv4Address: Set<UInt16>]) {
        var isDone = false
        while !isDone {
            isDone = true
            for address in dialled.keys.sorted() where self.byAddress[address] == nil {
                let candidates = servers.indices.filter { index in
                    Self.canHave(address, dialled[address] ?? [], servers[index])
                }
                guard candidates.count == 1, let owner = candidates.first else { continue }
                self.byAddress[address] = owner
                servers[owner].addresses.append(address)
                servers[owner].diagnostics.append(
                    .warning(
                        .importAddressGuessed,
                        "\(address) is taken for '\(servers[owner].name)', as no other server here can have it",
                        at: nil,
                        help: Self.help(servers[owner])
                    )
                )
                isDone = false
            }
        }
    }

    private static func canHave(_ address: IPv4Address, _ ports: Set<UInt16>, _ server: FoundServer) -> Bool {
        guard !server.knowsAddresses, server.listensEverywhere, let port = server.peerPort?.port,
            ports.contains(port.rawValue)
        else { return false }
        let network = IPv4Prefix(address, length: SegmentDrafts.usualLength)
        return !server.fixed.contains { $0.endpoint.address == address }
            && !server.addresses.contains { network.contains($0) || (!address.isPrivate && !$0.isPrivate) }
    }

    private static func reportUnknown(_ server: inout FoundServer) {
        guard !server.knowsAddresses else { return }
        let lacksPublic =
            server.listensEverywhere && !server.isPrivate && server.validationSeed == nil
            && !server.addresses.contains { !$0.isPrivate }
        guard server.addresses.isEmpty || lacksPublic else { return }
        let what = server.addresses.isEmpty ? "any address" : "the public address"
        server.diagnostics.append(
            .error(
                .importAddressUnknown,
                "nothing here tells \(what) of '\(server.name)'",
                at: server.headerSpan(server.peerPort?.name ?? "server"),
                label: server.listensEverywhere ? "it listens on all of them" : "",
                help: Self.help(server)
            )
        )
    }

    private static func help(_ server: FoundServer) -> String {
        "put the host's addresses beside its configuration: ssh \(server.name) ip -brief address > "
            + "\(server.name)/\(Import.addressFile)"
    }
}
