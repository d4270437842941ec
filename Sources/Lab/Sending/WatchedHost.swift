internal import Nftables

/// One end of a packet's way, watched while the packet is on it.
///
/// The methods run while the calling thread stands in the host's network namespace.
struct WatchedHost {
    let name: String
    /// The kernel refused to send, because of a rule.
    var isForbidden = false
    private var context: WatchedContext?
    private var before: [CounterName: UInt64] = [:]
    private(set) var found = PacketWatch.Counts()
    /// How much the named counters of the host's own rules have grown.
    private(set) var growth: [(counter: CounterName, packets: UInt64)] = []

    init(_ name: String) {
        self.name = name
    }

    mutating func begin(_ watch: PacketWatch) throws {
        let context = try WatchedContext()
        self.before = try context.nftables.packetCounts()
        try context.nftables.run(watch.ruleset)
        self.context = context
    }

    func counts() throws -> PacketWatch.Counts {
        guard let context else { preconditionFailure("nobody watches \(self.name)") }
        return try PacketWatch.counts(context.nftables)
    }

    mutating func end() throws {
        guard let context else { return }
        self.found = try PacketWatch.counts(context.nftables)
        try context.nftables.run("delete table \(PacketWatch.table)")
        let before = self.before
        self.growth = try context.nftables.packetCounts().sorted { $0.key.rawValue < $1.key.rawValue }.compactMap {
            let packets = $0.value &- (before[$0.key] ?? 0)
            return packets == 0 ? nil : ($0.key, packets)
        }
    }
}

/// Values that can be copied hold noncopyable ones by reference.
private final class WatchedContext {
    let nftables: NftablesContext

    init() throws(NftablesError) {
        self.nftables = try NftablesContext()
    }
}

extension SentPacket {
    /// - Parameters:
    ///   - ends: The sender, and the receiver if it is another host.
    ///   - receiver: `nil` if nobody has the address.
    init(_ ends: [WatchedHost], receiver: String?) {
        let sender = ends[0]
        let target = ends[ends.count - 1]
        let fate: Fate =
            if target.found.accepted > 0 {
                .accepted
            } else if target.found.arrived > 0 {
                .dropped
            } else if sender.found.left > 0, !sender.isForbidden {
                .left
            } else {
                .notLetOut
            }
        self.init(
            sender: sender.name,
            receiver: receiver,
            fate: fate,
            answer: target.found.answers > 0 ? .consent : target.found.refusals > 0 ? .refusal : nil,
            counted: ends.flatMap { end in
                end.growth.map { Counted(host: end.name, counter: $0.counter.rawValue, packets: $0.packets) }
            }
        )
    }
}
