internal import Addressing

/// Which prefixes lie inside of others.
///
/// Two prefixes are apart or nested, so sorting puts each behind the one that holds it.
enum PrefixNesting {
    /// A prefix of either family as numbers that sort.
    private struct Key {
        let isIPv6: Int
        let network: UInt128
        let last: UInt128
        let length: Int

        init(_ prefix: IPPrefix) {
            switch prefix {
            case .ipv4(let prefix):
                self.isIPv6 = 0
                self.network = UInt128(prefix.network.rawValue)
                self.last = UInt128(prefix.last.rawValue)
                self.length = prefix.length
            case .ipv6(let prefix):
                self.isIPv6 = 1
                self.network = prefix.network.rawValue
                self.last = prefix.last.rawValue
                self.length = prefix.length
            }
        }
    }

    /// - Parameter prefixes: In any order.
    /// - Returns: For each prefix that lies inside of another, its index and that of the largest that holds it; of two
    ///   equal prefixes, the later lies inside of the earlier.
    static func pairs(_ prefixes: [IPPrefix]) -> [(inner: Int, outer: Int)] {
        let keys = prefixes.map(Key.init)
        let order = keys.indices.sorted { left, right in
            let (lhs, rhs) = (keys[left], keys[right])
            return (lhs.isIPv6, lhs.network, lhs.length, left) < (rhs.isIPv6, rhs.network, rhs.length, right)
        }
        var pairs: [(inner: Int, outer: Int)] = []
        var outer: Int?
        for index in order {
            let key = keys[index]
            if let outer, keys[outer].isIPv6 == key.isIPv6, key.network <= keys[outer].last {
                pairs.append((inner: index, outer: outer))
            } else {
                outer = index
            }
        }
        return pairs
    }
}
