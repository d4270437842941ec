package import Topology

/// How many peers a server must be allowed, so that those it is meant to have find a slot.
///
/// A server gives part of its slots to peers that it dials, and the rest to those that dial it; it cannot reserve any of
/// these. Peers in `[ips_fixed]` do not count, so what the host dials itself needs no slots.
///
/// Source: skywelld reference §6.2 and §6.4.
package struct SlotBudget: Hashable, Sendable {
    /// What the server takes for an absent `[peers_max]`.
    package static let defaultMaximum = 21
    /// The least that the server takes, whatever the file says.
    package static let lowestMaximum = 10
    /// Slots for strangers that a public server keeps: as many as the server's default leaves.
    package static let strangersReserve = 11

    /// Inbound links of our own validators and relays.
    package let served: Int
    /// Inbound links of fellow sentries and hubs of the group.
    package let fellows: Int
    /// Inbound links of other groups' public servers, and of those that choose this host.
    package let others: Int
    /// Inbound slots for strangers.
    package let reserve: Int
    /// What is written as `[peers_max]`: the smallest number that has room for all of them.
    package let peersMax: Int

    /// The budget of a host that takes inbound peers.
    package init(of host: Host, in topology: Topology) {
        self.init(of: host, incoming: topology.links(to: host.name))
    }

    init(of host: Host, incoming: [Link]) {
        self.init(
            served: incoming.count { $0.kind == .service },
            fellows: incoming.count { $0.kind == .fellow },
            others: incoming.count { $0.kind == .bridge || $0.kind == .chosen },
            reserve: host.role.isPublic ? Self.strangersReserve : 0
        )
    }

    init(served: Int, fellows: Int = 0, others: Int = 0, reserve: Int = Self.strangersReserve) {
        self.served = served
        self.fellows = fellows
        self.others = others
        self.reserve = reserve
        let needed = served + fellows + others + reserve
        // The share grows by 15 of 100, so this is at most a step away from the answer.
        var maximum = max(Self.defaultMaximum, needed + Self.outboundShare(of: needed))
        while Self.inbound(of: maximum) < needed { maximum += 1 }
        self.peersMax = maximum
    }

    /// Slots that the server gives to those that dial it, whichever way it rounds.
    package var inbound: Int { Self.inbound(of: self.peersMax) }

    /// Inbound slots that our own diallers take.
    package var own: Int { self.served + self.fellows + self.others }

    /// How many strangers may be connected while every one of our own diallers still finds a slot.
    package var strangers: Int { max(0, self.inbound - self.own) }

    /// The outbound share: 15 %, at least 10, rounded up because the server rounds by chance.
    ///
    /// - Parameter maximum: As in the file; 0 stands for the default.
    static func outboundShare(of maximum: Int) -> Int {
        max(10, (Self.effective(maximum) * 15 + 99) / 100)
    }

    /// Slots that the server gives to those that dial it.
    ///
    /// - Parameter maximum: As in the file; 0 stands for the default.
    package static func inbound(of maximum: Int) -> Int { Self.effective(maximum) - Self.outboundShare(of: maximum) }

    /// The number of slots that the server makes of what the file says.
    package static func effective(_ maximum: Int) -> Int {
        max(maximum == 0 ? Self.defaultMaximum : maximum, Self.lowestMaximum)
    }
}
