internal import Diagnostics
internal import Skywelld
internal import Topology

/// Whom the servers trust, told apart into our own validators and others.
struct FoundTrust {
    struct Foreign: Hashable {
        let name: String
        let key: NodePublicKey
    }

    /// In order of first appearance.
    private(set) var foreign: [Foreign] = []
    /// Our own validators that a server trusts, by server; as indices of servers.
    private let trustedOwn: [Set<Int>]
    /// What the servers say, each number once, in order.
    private let quorums: [Int]

    init(_ servers: [FoundServer], draft: NetworkDraft) {
        var owners: [NodePublicKey: Int] = [:]
        for (index, server) in servers.enumerated() {
            if let key = server.validationKey, owners[key] == nil { owners[key] = index }
        }
        // A validator whose seed is not here is known by the comment beside its key only.
        let seedless = Dictionary(
            uniqueKeysWithValues: draft.hosts.compactMap { host in
                host.role == .validator ? host.server.map { (host.name.rawValue, $0) } : nil
            }.filter { servers[$0.1].validationKey == nil }
        )
        for entry in servers.flatMap(\.trusted) where owners[entry.key] == nil {
            if let owner = seedless[entry.comment] { owners[entry.key] = owner }
        }
        self.trustedOwn = servers.map { Set($0.trusted.compactMap { owners[$0.key] }) }
        self.quorums = Set(servers.compactMap(\.quorum)).sorted()
        var keys: Set<NodePublicKey> = []
        var names: Set<String> = []
        for entry in servers.flatMap(\.trusted) where owners[entry.key] == nil && keys.insert(entry.key).inserted {
            let name = Self.name(entry.comment, number: keys.count, besides: names)
            names.insert(name)
            self.foreign.append(Foreign(name: name, key: entry.key))
        }
    }

    /// The scope that most servers' lists agree with, and how many disagree.
    func scope(in draft: NetworkDraft) -> (scope: Trust.Scope, disagreeing: Int) {
        let validators = draft.hosts.filter { $0.role == .validator }
        let all = Set(validators.compactMap(\.server))
        let byGroup = Dictionary(grouping: validators, by: \.group).mapValues { Set($0.compactMap(\.server)) }
        var wrong = (network: 0, group: 0)
        for host in draft.hosts {
            guard let server = host.server else { continue }
            if self.trustedOwn[server] != all { wrong.network += 1 }
            if self.trustedOwn[server] != byGroup[host.group] ?? all { wrong.group += 1 }
        }
        return wrong.group < wrong.network ? (.group, wrong.group) : (.network, wrong.network)
    }

    /// The quorum to write; `nil` if it is the one that Picket computes.
    func quorum(in draft: NetworkDraft) -> Int? {
        guard let highest = self.quorums.last else { return nil }
        let validators = draft.hosts.filter { $0.role == .validator }
        let counts: [Int] =
            switch self.scope(in: draft).scope {
            case .network: [validators.count]
            case .group: Dictionary(grouping: validators, by: \.group).values.map(\.count)
            }
        let computed = Set(counts.map { ((($0 + self.foreign.count) * 4) + 4) / 5 })
        return computed == Set(self.quorums) ? nil : highest
    }

    /// Says where a server has another quorum than the topology.
    func report(to servers: inout [FoundServer], _ draft: NetworkDraft) {
        guard self.quorums.count > 1, let highest = self.quorum(in: draft) else { return }
        for index in servers.indices {
            guard let quorum = servers[index].quorum, quorum != highest else { continue }
            servers[index].diagnostics.append(
                .warning(
                    .importQuorumsDiffer,
                    "'\(servers[index].name)' has another quorum than others, of which one has \(highest)",
                    at: servers[index].file["validation_quorum"]?.lines.first.map { servers[index].span($0.number) },
                    label: "the topology has one for all",
                    help: "look at 'trust: quorum' in the topology"
                )
            )
        }
    }

    private static func name(_ comment: String, number: Int, besides taken: Set<String>) -> String {
        let wanted = PlainName.of(comment, instead: "validator-\(number)")
        guard taken.contains(wanted) else { return wanted }
        return "\(wanted)-\(number)"
    }
}
