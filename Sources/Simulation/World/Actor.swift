import Addressing
import Overlay
import Skywelld

/// One who takes part in a run: a host of the topology, a stranger, or an adversary.
struct Actor: Sendable {
    enum Kind: Equatable, Sendable {
        /// A public host of the topology.
        case publicHost
        /// A validator or a relay.
        case hiddenHost
        /// An honest server of somebody else.
        case stranger
        case adversary(Adversary.Kind)

        var isOurs: Bool { self == .publicHost || self == .hiddenHost }

        var isHonest: Bool {
            if case .adversary = self { false } else { true }
        }
    }

    let name: String
    let kind: Kind
    /// Where it is reached by strangers, or from where it reaches them; `nil` for a host without a public address.
    let publicAddress: IPv4Address?
    let port: Port
    /// What its machine is made with; `nil` for an adversary.
    let configuration: Overlay.Configuration?
    /// How many links its slots allow, by its role in the topology and not by what its machine believes.
    let slots: SlotCeiling
    /// How many connections of strangers the firewall lets in at a time; `nil` without a ceiling.
    let strangersCeiling: Int?
    let startsAt: Duration
}

/// The most links that may take a slot, however the machine rounds.
struct SlotCeiling: Equatable, Sendable {
    let inbound: Int
    let outbound: Int

    init(peersMax: Int, isPrivate: Bool) {
        let fewestOutbound = SlotCounts(peersMax: peersMax, wantsIncoming: !isPrivate, roundingDraw: 99)
        let mostOutbound = SlotCounts(peersMax: peersMax, wantsIncoming: !isPrivate, roundingDraw: 0)
        self.inbound = fewestOutbound.inbound
        self.outbound = mostOutbound.outbound
    }
}
