/// The order in which public servers stand in the topology, so that the ring that Picket makes of a group is the one
/// that they form already.
struct RingOrder {
    /// How many steps back are worth taking; a ring with few further links needs hardly any.
    private static let stepLimit = 1_000

    private let servers: [Int]
    /// Whom each server dials among the others, in order.
    private let successors: [Int: [Int]]

    /// - Parameters:
    ///   - servers: Of one group, in the order to keep otherwise.
    ///   - links: All links of the network.
    init(_ servers: [Int], _ links: [DraftLink]) {
        self.servers = servers
        let members = Set(servers)
        var successors: [Int: [Int]] = [:]
        for link in links where members.contains(link.dialler) && members.contains(link.listener) {
            successors[link.dialler, default: []].append(link.listener)
        }
        self.successors = successors
    }

    /// The servers, each before the one that it dials, as far as there is such an order.
    var order: [Int] {
        guard let first = self.servers.first, self.servers.count > 1 else { return self.servers }
        // A ring may begin anywhere, a mere path may not; of two servers, only one dials.
        if self.servers.count > 2, let ring = self.path(from: first, isClosed: true) { return ring }
        var dialled: Set<Int> = []
        for listeners in self.successors.values { dialled.formUnion(listeners) }
        let start = self.servers.first { !dialled.contains($0) } ?? first
        return self.path(from: start, isClosed: false) ?? self.servers
    }

    /// A path through all servers.
    ///
    /// - Parameter isClosed: Whether its last server must dial its first one.
    private func path(from start: Int, isClosed: Bool) -> [Int]? {
        var path = [start]
        var visited: Set<Int> = [start]
        /// How many successors of each server on the path were tried.
        var tried = [0]
        var stepsBack = 0
        while let last = path.last, let count = tried.last {
            let next = self.successors[last, default: []]
            if path.count == self.servers.count, !isClosed || next.contains(start) { return path }
            if count < next.count {
                tried[tried.count - 1] += 1
                guard visited.insert(next[count]).inserted else { continue }
                path.append(next[count])
                tried.append(0)
            } else {
                stepsBack += 1
                guard stepsBack < Self.stepLimit else { return nil }
                visited.remove(last)
                path.removeLast()
                tried.removeLast()
            }
        }
        return nil
    }
}
