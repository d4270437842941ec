internal import Nftables
internal import PacketSpace

/// Which rule decided about packets before, and which one does now.
struct RuleChange: Encodable, Hashable {
    /// Such as "inet filter input, new.nft:10: tcp dport 443 accept".
    let before: String
    let now: String

    var lines: [String] { ["before by \(self.before)", "   now by \(self.now)"] }

    /// The rules that decide otherwise now, each pair of them once.
    ///
    /// - Parameters:
    ///   - boxes: Packets that are treated otherwise: one of each is looked at.
    ///   - accepted: What becomes of them now.
    static func all(
        of boxes: [Box],
        in set: Diagram,
        at hook: Hook,
        accepted: Bool,
        _ old: (prover: Prover, lines: RuleLines?),
        _ new: (prover: Prover, lines: RuleLines?)
    ) -> [RuleChange] {
        var changes: [RuleChange] = []
        for box in boxes {
            let packets = new.prover.store.intersection(new.prover.store.packets(in: box), set)
            guard let packet = new.prover.packet(of: packets) else { continue }
            let change = RuleChange(
                before: Self.decider(of: packet, at: hook, accepted: !accepted, old.prover, old.lines),
                now: Self.decider(of: packet, at: hook, accepted: accepted, new.prover, new.lines)
            )
            if !changes.contains(change) { changes.append(change) }
        }
        return changes
    }

    private static func decider(
        of packet: Packet,
        at hook: Hook,
        accepted: Bool,
        _ prover: Prover,
        _ lines: RuleLines?
    ) -> String {
        let path = prover.trace(packet, at: hook).paths.first { $0.isAccepted == accepted }
        guard let point = path?.decidedBy else { return "no chain" }
        return "\(point.name(in: lines)): \(point.text(accepting: accepted))"
    }
}
