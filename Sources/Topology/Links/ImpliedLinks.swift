/// Links between public servers that nobody has to write.
struct ImpliedLinks {
    struct Pair: Equatable {
        let dialler: Int
        let listener: Int
    }

    /// In each group, its sentries and hubs in a ring: each dials the next, the last one the first if there are more
    /// than two.
    let fellows: [Pair]
    /// Between groups: the server at some place of one dials the one at the same place of the next. With two groups,
    /// only the first dials, because two servers must not dial each other.
    let bridges: [Pair]
    /// Every external is dialled by the public servers of its group.
    let externals: [Pair]

    /// - Parameter hosts: Those that name peers themselves take no part in bridges, and dial no external.
    init(_ hosts: [ExpandedHost]) {
        var order: [GroupName] = []
        var servers: [GroupName: [Int]] = [:]
        for (index, host) in hosts.enumerated() where host.role?.isPublic == true && host.isComplete {
            if servers[host.group] == nil { order.append(host.group) }
            servers[host.group, default: []].append(index)
        }
        let groups = order.map { servers[$0] ?? [] }
        self.fellows = groups.flatMap(Self.ring)
        self.bridges = Self.bridges(between: groups).filter { hosts[$0.dialler].plan.peers == nil }
        self.externals = hosts.indices.filter { hosts[$0].role == .external && hosts[$0].isComplete }.flatMap {
            external in
            (servers[hosts[external].group] ?? []).filter { hosts[$0].plan.peers == nil }
                .map { Pair(dialler: $0, listener: external) }
        }
    }

    private static func ring(_ servers: [Int]) -> [Pair] {
        let next = zip(servers, servers.dropFirst()).map(Pair.init)
        guard servers.count > 2, let first = servers.first, let last = servers.last else { return next }
        return next + [Pair(dialler: last, listener: first)]
    }

    private static func bridges(between groups: [[Int]]) -> [Pair] {
        guard groups.count > 1 else { return [] }
        return groups.indices.prefix(groups.count == 2 ? 1 : groups.count).flatMap { index in
            let next = groups[(index + 1) % groups.count]
            return groups[index].enumerated().map { place, server in
                Pair(dialler: server, listener: next[place % next.count])
            }
        }
    }
}
