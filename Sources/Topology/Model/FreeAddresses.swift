internal import Addressing

/// Finds addresses that no host has.
struct FreeAddresses {
    private let privileged: [IPv4Prefix]
    private let used: [SegmentName: [IPv4Address]]

    init(_ topology: Topology) {
        self.privileged = topology.privilegedSources
        self.used = Dictionary(grouping: topology.hosts.flatMap(\.attachments), by: \.segment).mapValues {
            attachments in
            attachments.map(\.address)
        }
    }

    /// The highest free host addresses of a segment: first those that nothing is open to, each kind from the top.
    ///
    /// - Returns: Fewer than `count` only if there are no more.
    func highest(_ count: Int, on segment: Segment) -> [IPv4Address] {
        let used = (self.used[segment.name] ?? []).map { $0...$0 }
        let privileged = self.privileged.map { $0.network...$0.last }
        var found: [IPv4Address] = []
        for blocked in [used + privileged, used] {
            for prefix in segment.prefixes {
                let taken = found.map { $0...$0 }
                found += Self.highest(count - found.count, in: prefix.hostAddresses, outside: blocked + taken)
            }
        }
        return found
    }

    /// Walks down from the top and jumps over what is blocked, so that the size of a segment costs nothing.
    private static func highest(
        _ count: Int,
        in range: ClosedRange<IPv4Address>,
        outside blocked: [ClosedRange<IPv4Address>]
    ) -> [IPv4Address] {
        var found: [IPv4Address] = []
        var candidate = Int(range.upperBound.rawValue)
        func takeDown(to lowest: Int) {
            while candidate >= lowest, found.count < count {
                found.append(IPv4Address(rawValue: UInt32(candidate)))
                candidate -= 1
            }
        }
        let lowest = Int(range.lowerBound.rawValue)
        for block in blocked.sorted(by: { $0.upperBound > $1.upperBound }) {
            takeDown(to: max(Int(block.upperBound.rawValue) + 1, lowest))
            candidate = min(candidate, Int(block.lowerBound.rawValue) - 1)
        }
        takeDown(to: lowest)
        return found
    }
}
