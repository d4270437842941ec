import Addressing
import Compiler
import Overlay
import Skywelld
import Topology

/// Everybody who takes part in a run: the hosts of the topology, the strangers, and the adversaries, in this order.
struct Cast: Sendable {
    /// Between two ledgers of a validator.
    static let voteInterval = Duration.seconds(4)
    /// Strangers come one after the other, within this time.
    static let arrival = Duration.seconds(20)
    /// How many others a stranger knows when it comes.
    static let acquaintances = 6
    /// The first address of a stranger who is in no file.
    private static let firstStranger: UInt32 = 0x0B00_0001
    private static let firstAdversary: UInt32 = 0x0C00_0001
    /// Addresses of one adversary.
    static let adversaryAddresses = 16

    private(set) var actors: [Actor] = []
    /// The hosts that the file names, by their position among the actors.
    private(set) var positions: [HostName: Int] = [:]
    /// Everything that must not reach strangers.
    private(set) var secrets: [ProtectedHost] = []
    /// The validation keys that everybody trusts.
    let trusted: Set<NodePublicKey>

    private let scenario: Scenario
    private let randomness: Randomness
    private let scope: GossipScope

    init(_ scenario: Scenario) {
        let topology = scenario.topology
        self.scenario = scenario
        self.randomness = Randomness(seed: scenario.seed)
        let identities = topology.hosts.map { ($0.name, Identity.forLab(of: $0, in: topology.network)) }
        let identityByName = Dictionary(uniqueKeysWithValues: identities)
        self.trusted = Set(identities.compactMap { $0.1.validationKey } + topology.trust.foreign.map(\.key))
        let publicPrefixes = topology.segments.filter(\.isPublic).flatMap(\.prefixes)
        self.scope = publicPrefixes.allSatisfy { $0.network.isPublic } ? .publicOnly : .all
        for host in topology.hosts {
            self.positions[host.name] = self.actors.count
            self.actors.append(self.host(host, identityByName))
            guard host.role.isHidden, let identity = identityByName[host.name] else { continue }
            self.secrets.append(
                ProtectedHost(name: host.name, addresses: host.attachments.map(\.address), key: identity.nodeKey)
            )
        }
        self.addStrangers()
        self.addAdversaries()
    }

    /// Where an actor lives.
    func shore(of actor: Int) -> Shore.Name {
        Shore.Name(of: actor, amongHosts: self.scenario.topology.hosts.count)
    }

    // MARK: - Hosts of the topology

    private func host(_ host: Host, _ identities: [HostName: Identity]) -> Actor {
        let identity = identities[host.name] ?? Identity.forLab(of: host, in: self.scenario.topology.network)
        let isPrivate = host.role == .validator
        let peersMax = isPrivate || !host.role.isOurs ? 0 : SlotBudget(of: host, in: self.scenario.topology).peersMax
        var configuration = Overlay.Configuration(
            nodeKey: NodeKey(seed: identity.nodeSeed),
            isPrivate: isPrivate,
            peersMax: peersMax,
            fixedPeers: self.scenario.topology.links(from: host.name).map(\.endpoint),
            listeningPort: host.peerPort.rawValue,
            userAgent: "skywelld-0.29.60"
        )
        configuration.protection = self.protection(by: host, identities)
        configuration.relayRule = .listed(self.trusted)
        configuration.gossipScope = self.scope
        configuration.voice = identity.validationSeed.map { Voice(key: NodeKey(seed: $0), interval: Self.voteInterval) }
        self.scenario.mutation?.change(&configuration, of: host.role)
        let publicAddress = host.attachments.first {
            self.scenario.topology[segment: $0.segment]?.isPublic ?? false
        }?.address
        let budget = SlotBudget(of: host, in: self.scenario.topology)
        return Actor(
            name: host.name.rawValue,
            kind: host.role.isHidden ? .hiddenHost : host.role.isOurs ? .publicHost : .stranger,
            publicAddress: publicAddress,
            port: host.peerPort,
            configuration: configuration,
            slots: SlotCeiling(peersMax: peersMax, isPrivate: isPrivate),
            strangersCeiling: host.role.isPublic ? host.firewall.ceilings.total ?? budget.strangers : nil,
            startsAt: .zero
        )
    }

    /// Whom a host protects: all hidden hosts but itself, by key and address. Those that dial it are not enough: it would
    /// pass on the addresses of others that a liar guesses.
    private func protection(by host: Host, _ identities: [HostName: Identity]) -> Protection {
        let hidden = self.scenario.topology.hosts.filter { $0.role.isHidden && $0.name != host.name }
        return Protection(
            keys: Set(hidden.compactMap { identities[$0.name]?.nodeKey }),
            addresses: Set(hidden.flatMap(\.attachments).map(\.address))
        )
    }

    // MARK: - Others

    private mutating func addStrangers() {
        let isTaken = self.scenario.topology.segments.flatMap(\.prefixes)
        let doors = self.publicDoors
        var first = Self.firstStranger
        var known: [Endpoint] = []
        for index in 0..<self.scenario.strangers {
            var address = IPv4Address(rawValue: first + UInt32(index))
            while isTaken.contains(where: { $0.contains(address) }) {
                first += 1
                address = IPv4Address(rawValue: first + UInt32(index))
            }
            var chance = self.randomness.stream(.acquaintance, index)
            let acquaintances = (0..<min(Self.acquaintances, known.count)).compactMap { _ in
                known.randomElement(using: &chance)
            }
            // All know one of our doors in a small world; in a large one, some do.
            let door = index < 64 || index % 16 == 0 ? doors.randomElement(using: &chance) : nil
            self.actors.append(self.stranger(index, address, acquaintances + [door].compactMap { $0 }))
            known.append(Endpoint(address, Host.defaultPeerPort))
        }
    }

    private func stranger(_ index: Int, _ address: IPv4Address, _ acquaintances: [Endpoint]) -> Actor {
        var configuration = Overlay.Configuration(
            nodeKey: NodeKey(seed: Seed(passphrase: "stranger \(index)")),
            isPrivate: false,
            listeningPort: Host.defaultPeerPort.rawValue,
            userAgent: "skywelld-0.29.60"
        )
        configuration.bootstrapPeers = acquaintances
        configuration.relayRule = .listed(self.trusted)
        configuration.gossipScope = self.scope
        var chance = self.randomness.stream(.start, index)
        return Actor(
            name: "stranger-\(index + 1)",
            kind: .stranger,
            publicAddress: address,
            port: Host.defaultPeerPort,
            configuration: configuration,
            slots: SlotCeiling(peersMax: 0, isPrivate: false),
            strangersCeiling: nil,
            startsAt: .milliseconds(Int.random(in: 0..<Int(Self.arrival.milliseconds), using: &chance))
        )
    }

    private mutating func addAdversaries() {
        for (index, kind) in Adversary.Kind.allCases.enumerated() {
            let address = IPv4Address(rawValue: Self.firstAdversary + UInt32(index * Self.adversaryAddresses))
            self.actors.append(
                Actor(
                    name: kind.rawValue,
                    kind: .adversary(kind),
                    publicAddress: address,
                    port: Host.defaultPeerPort,
                    configuration: nil,
                    slots: SlotCeiling(peersMax: 0, isPrivate: false),
                    strangersCeiling: nil,
                    startsAt: .zero
                )
            )
        }
    }

    /// Where strangers find our public hosts.
    var publicDoors: [Endpoint] {
        self.actors.filter { $0.kind == .publicHost }.compactMap { actor in
            actor.publicAddress.map { Endpoint($0, actor.port) }
        }
    }
}
