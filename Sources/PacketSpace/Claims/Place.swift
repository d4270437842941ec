/// Where packets are judged: at one hook, or along the hooks that they come by.
package enum Place: String, CaseIterable, Hashable, Sendable {
    /// From the wire to this host itself: prerouting, then input. Addresses are those on the wire.
    case arrival
    /// From this host to the wire: output, then postrouting.
    case departure
    /// From the wire through this host: prerouting, forward, postrouting. Addresses are those on the wire before it.
    case passage
    case prerouting
    case input
    case forward
    case output
    case postrouting

    /// In the order in which packets come to them.
    package var hooks: [Hook] {
        switch self {
        case .arrival: [.prerouting, .input]
        case .departure: [.output, .postrouting]
        case .passage: [.prerouting, .forward, .postrouting]
        case .prerouting: [.prerouting]
        case .input: [.input]
        case .forward: [.forward]
        case .output: [.output]
        case .postrouting: [.postrouting]
        }
    }
}

extension DiagramStore {
    /// What can come to a place at all.
    package func packets(comingTo place: Place) -> Diagram {
        switch place {
        // Where it leaves belongs to a packet that passes through, though prerouting does not see it.
        case .passage: self.difference(self.packets(at: .forward), self.packetsNotPassedOn)
        case .arrival: self.difference(self.packets(at: .prerouting), self.packetsNotTaken)
        case .departure, .prerouting, .input, .forward, .output, .postrouting: self.packets(at: place.hooks[0])
        }
    }
}
