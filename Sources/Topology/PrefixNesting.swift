internal import Addressing

/// Which prefixes lie inside of others.
///
/// Two prefixes are apart or nested, so sorting puts each behind the one that holds it.
enum PrefixNesting {
    /// - Parameter prefixes: In any order.
    /// - Returns: For each prefix that lies inside of another, its index and that of the largest that holds it; of two
    ///   equal prefixes, the later lies inside of the earlier.
    static func pairs(_ prefixes: [IPv4Prefix]) -> [(inner: Int, outer: Int)] {
        let order = prefixes.indices.sorted { lhs, rhs in
            (prefixes[lhs].network, prefixes[lhs].length, lhs) < (prefixes[rhs].network, prefixes[rhs].length, rhs)
        }
        var pairs: [(inner: Int, outer: Int)] = []
        var outer: Int?
        for index in order {
            if let outer, prefixes[outer].contains(prefixes[index].network) {
                pairs.append((inner: index, outer: outer))
            } else {
                outer = index
            }
        }
        return pairs
    }
}
