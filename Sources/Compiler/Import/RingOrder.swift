internal import Topology

/// The order in which public servers stand in the topology, so that the ring that Picket makes of a group is the one
/// that they form already.
enum RingOrder {
    /// How many steps are worth taking; a ring with few further links is found in as many steps as it has servers.
    private static let stepLimit = 10_000

    /// The servers of one group, each before the one that it dials, as far as there is such an order.
    ///
    /// - Parameters:
    ///   - servers: In the order to keep otherwise.
    ///   - dials: Whether one dials the other.
    static func of(_ servers: [Int], dials: (Int, Int) -> Bool) -> [Int] {
        guard servers.count > 1 else { return servers }
        for isClosed in servers.count == 2 ? [false] : [true, false] {
            var steps = 0
            // A ring may begin anywhere, a mere path may not.
            for start in isClosed ? [servers[0]] : servers {
                var path = [start]
                if Self.extend(&path, servers, isClosed: isClosed, dials, &steps) { return path }
            }
        }
        return servers
    }

    private static func extend(
        _ path: inout [Int],
        _ servers: [Int],
        isClosed: Bool,
        _ dials: (Int, Int) -> Bool,
        _ steps: inout Int
    ) -> Bool {
        guard let last = path.last, let first = path.first else { return false }
        guard path.count < servers.count else { return !isClosed || dials(last, first) }
        for next in servers where !path.contains(next) && dials(last, next) {
            steps += 1
            guard steps < Self.stepLimit else { return false }
            path.append(next)
            if Self.extend(&path, servers, isClosed: isClosed, dials, &steps) { return true }
            path.removeLast()
        }
        return false
    }
}
