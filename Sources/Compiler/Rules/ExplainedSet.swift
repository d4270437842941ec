internal import Addressing
internal import Nftables

/// A named set with the reason of each element.
struct ExplainedSet {
    let set: NamedSet
    /// Of the set's own lines.
    let reason: Reason
    /// One for each element.
    let elements: [Reason]

    private init(_ set: NamedSet, _ reason: Reason, _ elements: [Reason]) {
        precondition(set.elements.count == elements.count, "a reason for each element of \(set.name)")
        self.set = set
        self.reason = reason
        self.elements = elements
    }

    static func learned(
        _ name: String,
        of key: NamedSet.Learned.Key = .ipv4,
        size: Int = 65_535,
        _ lifetime: NamedSet.Learned.Lifetime,
        _ reason: Reason
    ) -> ExplainedSet {
        ExplainedSet(NamedSet(name, .learned(NamedSet.Learned(key, size: size, lifetime))), reason, [])
    }

    /// Sorted, each address once.
    static func addresses(_ name: String, _ elements: [(IPv4Address, Reason)], _ reason: Reason) -> ExplainedSet {
        let sorted = Self.unique(elements)
        return ExplainedSet(NamedSet(name, .addresses(sorted.map(\.0))), reason, sorted.map(\.1))
    }

    /// Sorted, each endpoint once.
    static func endpoints(_ name: String, _ elements: [(Endpoint, Reason)], _ reason: Reason) -> ExplainedSet {
        let sorted = Self.unique(elements)
        return ExplainedSet(NamedSet(name, .endpoints(sorted.map(\.0))), reason, sorted.map(\.1))
    }

    /// In the order given, without those that another one covers: nft refuses intervals that overlap.
    static func prefixes(_ name: String, _ elements: [(IPv4Prefix, Reason)], _ reason: Reason) -> ExplainedSet {
        let kept = Self.uncovered(elements) { $0.length < $1.length && $0.contains($1.network) }
        return ExplainedSet(NamedSet(name, .prefixes(kept.map(\.0))), reason, kept.map(\.1))
    }

    /// In the order given, without those that another one covers: nft refuses intervals that overlap.
    static func ipv6Prefixes(_ name: String, _ elements: [(IPv6Prefix, Reason)], _ reason: Reason) -> ExplainedSet {
        let kept = Self.uncovered(elements) { $0.length < $1.length && $0.contains($1.network) }
        return ExplainedSet(NamedSet(name, .ipv6Prefixes(kept.map(\.0))), reason, kept.map(\.1))
    }

    private static func unique<Key: Comparable>(_ elements: [(Key, Reason)]) -> [(Key, Reason)] {
        var unique: [(Key, Reason)] = []
        for element in elements.sorted(by: { $0.0 < $1.0 }) where unique.last?.0 != element.0 {
            unique.append(element)
        }
        return unique
    }

    private static func uncovered<Prefix: Hashable>(
        _ elements: [(Prefix, Reason)],
        covers: (Prefix, Prefix) -> Bool
    ) -> [(Prefix, Reason)] {
        var seen: Set<Prefix> = []
        return elements.filter { element in
            !elements.contains { covers($0.0, element.0) } && seen.insert(element.0).inserted
        }
    }
}
