internal import Addressing

/// The segments that addresses lie in: one for everything public, and the private networks that hosts share.
///
/// Private networks that servers dial across are one segment, because something routes between them.
struct SegmentDrafts {
    /// How long a prefix is taken to be where no file tells.
    static let usualLength = 24

    private(set) var segments: [SegmentDraft] = []
    private let prefixes: [IPv4Prefix]
    private var segmentOfPrefix: [Int: Int] = [:]
    /// How many hosts have an address in a prefix.
    private var hostCounts: [Int: Int] = [:]

    init(_ hosts: [DraftHost], _ links: [DraftLink]) {
        self.prefixes = Self.prefixes(of: hosts)
        var parents = Array(self.prefixes.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index { index = parents[index] }
            return index
        }
        func join(_ one: Int, _ other: Int) {
            let (first, second) = (root(one), root(other))
            parents[max(first, second)] = min(first, second)
        }
        let publicOnes = self.prefixes.indices.filter { !self.prefixes[$0].network.isPrivate }
        for index in publicOnes.dropFirst() { join(publicOnes[0], index) }
        for link in links where link.endpoint.address.isPrivate {
            guard let there = self.prefix(of: link.endpoint.address) else { continue }
            let here = hosts[link.dialler].addresses.filter(\.isPrivate).compactMap(self.prefix)
            if !here.contains(where: { root($0) == root(there) }), let first = here.first { join(first, there) }
        }
        for host in hosts {
            for prefix in Set(host.addresses.compactMap(self.prefix)) { self.hostCounts[root(prefix), default: 0] += 1 }
        }
        let linked = Set(links.compactMap { self.prefix(of: $0.endpoint.address) }.map(root))
        let lonely = { (host: DraftHost) in host.addresses.compactMap(self.prefix).map(root) }
        // What one host has for itself is a segment only if it is all it has.
        let needed = Set(hosts.map(lonely).filter { Set($0).count == 1 }.flatMap(\.self))
        let roots = Set(self.prefixes.indices.map(root)).filter { index in
            !self.prefixes[index].network.isPrivate || linked.contains(index) || needed.contains(index)
                || (self.hostCounts[index] ?? 0) > 1
        }
        var privateCount = 0
        for index in roots.sorted(by: { lhs, rhs in
            (self.prefixes[lhs].network.isPrivate ? 1 : 0, lhs) < (self.prefixes[rhs].network.isPrivate ? 1 : 0, rhs)
        }) {
            let isPublic = !self.prefixes[index].network.isPrivate
            if !isPublic { privateCount += 1 }
            let members = self.prefixes.indices.filter { root($0) == index }
            for member in members { self.segmentOfPrefix[member] = self.segments.count }
            self.segments.append(
                SegmentDraft(
                    name: isPublic ? "internet" : privateCount == 1 ? "backbone" : "backbone-\(privateCount)",
                    isPublic: isPublic,
                    prefixes: members.map { self.prefixes[$0] }
                )
            )
        }
    }

    /// Whether an address lies in a segment.
    func isShared(_ address: IPv4Address) -> Bool {
        self.prefix(of: address).flatMap { self.segmentOfPrefix[$0] } != nil
    }

    /// The one address that a host has on each segment: one that others dial, else its first.
    func attachments(
        of host: DraftHost,
        dialled: Set<IPv4Address>
    ) -> [(segment: Int, address: IPv4Address)] {
        self.segments.indices.compactMap { segment in
            let here = host.addresses.filter { address in
                self.prefix(of: address).flatMap { self.segmentOfPrefix[$0] } == segment
            }
            return (here.first { dialled.contains($0) } ?? here.first).map { (segment, $0) }
        }
    }

    private func prefix(of address: IPv4Address) -> Int? {
        self.prefixes.firstIndex { $0.contains(address) }
    }

    /// The widest prefix around each address, sorted.
    private static func prefixes(of hosts: [DraftHost]) -> [IPv4Prefix] {
        var all: Set<IPv4Prefix> = []
        for host in hosts {
            for address in host.addresses {
                all.insert(IPv4Prefix(address, length: host.prefixLengths[address] ?? Self.usualLength))
            }
        }
        let widestFirst = all.sorted { ($0.length, $0.network) < ($1.length, $1.network) }
        var kept: [IPv4Prefix] = []
        for prefix in widestFirst where !kept.contains(where: { $0.overlaps(prefix) }) { kept.append(prefix) }
        return kept.sorted { $0.network < $1.network }
    }
}
