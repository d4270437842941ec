import Addressing
import Topology

/// Who may open TCP to whom, and how far apart they are: what segments and compiled rules mean for peer ports.
///
/// Private segments carry the links of the topology alone. Whoever is on a public segment reaches the peer ports of public
/// hosts and of strangers. Hidden hosts begin nothing but their links, and take nothing else in.
struct Routing: Sendable {
    enum Answer: Equatable {
        /// Somebody's firewall lets it through, to this actor.
        case reaches(Int, source: IPv4Address, latency: Duration)
        /// Our own firewall refuses at once.
        case refused
        /// Nobody answers.
        case silence
    }

    private struct Pair: Hashable, Sendable {
        let dialler: Int
        let endpoint: Endpoint
    }

    private struct Path: Sendable {
        let listener: Int
        let source: IPv4Address
        let segment: Duration?
    }

    /// One way on the same shore, in milliseconds, where the file does not say.
    static let nearLatency = 2...40
    /// One way between two shores, in milliseconds: what one does, the other feels so much later at the earliest.
    static let farLatency = 40...80

    private let randomness: Randomness
    private let actors: [Actor]
    private let shores: [Shore.Name]
    private let owners: [IPv4Address: Int]
    private let paths: [Pair: Path]
    private let isPublic: Set<IPv4Address>
    private let opensFirewalls: Bool
    /// The longest way that the file names, or that chance can choose.
    let longestLatency: Duration

    init(_ cast: Cast, _ scenario: Scenario) {
        let topology = scenario.topology
        self.randomness = Randomness(seed: scenario.seed)
        self.actors = cast.actors
        self.shores = cast.actors.indices.map { cast.shore(of: $0) }
        self.opensFirewalls = scenario.mutation == .openFirewall
        var owners: [IPv4Address: Int] = [:]
        var isPublic: Set<IPv4Address> = []
        for host in topology.hosts {
            for attachment in host.attachments {
                owners[attachment.address] = cast.positions[host.name]
                guard topology[segment: attachment.segment]?.isPublic ?? false, !host.role.isHidden else { continue }
                isPublic.insert(attachment.address)
            }
        }
        for (index, actor) in cast.actors.enumerated() {
            guard let address = actor.publicAddress, owners[address] == nil else { continue }
            owners[address] = index
            isPublic.insert(address)
        }
        self.owners = owners
        self.isPublic = isPublic
        var paths: [Pair: Path] = [:]
        for link in topology.links {
            guard let dialler = cast.positions[link.dialler], let listener = cast.positions[link.listener] else {
                continue
            }
            paths[Pair(dialler: dialler, endpoint: link.endpoint)] = Path(
                listener: listener,
                source: link.source,
                segment: topology[segment: link.segment]?.latency
            )
        }
        self.paths = paths
        let named = topology.segments.compactMap(\.latency).max() ?? .zero
        self.longestLatency = max(named, .milliseconds(Self.farLatency.upperBound))
    }

    /// Whether the topology means this actor to dial this endpoint.
    func isLink(_ dialler: Int, _ endpoint: Endpoint) -> Bool {
        self.paths[Pair(dialler: dialler, endpoint: endpoint)] != nil
    }

    /// What becomes of the first packet.
    ///
    /// - Parameter chosenSource: Where an adversary with several addresses dials from.
    func answer(_ dialler: Int, _ endpoint: Endpoint, from chosenSource: IPv4Address? = nil) -> Answer {
        if let path = self.paths[Pair(dialler: dialler, endpoint: endpoint)] {
            let latency = path.segment ?? self.latency(dialler, path.listener)
            return .reaches(path.listener, source: path.source, latency: latency)
        }
        let actor = self.actors[dialler]
        if actor.kind == .hiddenHost, !self.opensFirewalls { return .refused }
        guard self.isPublic.contains(endpoint.address), let listener = self.owners[endpoint.address],
            self.actors[listener].port == endpoint.port,
            let source = chosenSource ?? actor.publicAddress ?? (self.opensFirewalls ? self.anyAddress(dialler) : nil)
        else { return .silence }
        return .reaches(listener, source: source, latency: self.latency(dialler, listener))
    }

    private func anyAddress(_ actor: Int) -> IPv4Address? {
        self.paths.filter { $0.key.dialler == actor }.map(\.value.source).min()
    }

    /// The same in both directions.
    private func latency(_ first: Int, _ second: Int) -> Duration {
        var chance = self.randomness.stream(.latency, min(first, second), max(first, second))
        let isNear = self.shores[first] == self.shores[second]
        let range = isNear ? Self.nearLatency : Self.farLatency
        return .milliseconds(Int.random(in: range, using: &chance))
            + .microseconds(Int.random(in: 0..<1000, using: &chance))
    }
}
