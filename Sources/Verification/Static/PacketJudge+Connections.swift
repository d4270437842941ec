internal import Addressing
internal import PacketSpace

/// What keeps connections from being made, or from lasting.
extension PacketJudge {
    /// What stands against connections that the host dials; `nil` if nothing does.
    ///
    /// - Parameter listener: Where its own server listens. Nothing dials from there: Linux gives that port to nobody else
    ///   (`__inet_hash_connect`).
    func objection(toDialled packets: ConnectionPackets, byServerAt listener: Port) -> Objection? {
        let there = self.sets.all(
            self.sets.without(packets.there, self.sets.fromPort(listener)),
            self.sets.toWire
        )
        let back = self.sets.all(
            self.sets.without(packets.back, self.sets.toPort(listener)),
            self.sets.fromSegments
        )
        return self.objection(ConnectionPackets(there: there, back: back), .departure, among: packets)
    }

    /// What stands against connections that others make to the host; `nil` if nothing does.
    func objection(toAccepted packets: ConnectionPackets) -> Objection? {
        let there = self.sets.all(packets.there, self.sets.fromSegments)
        let back = self.sets.all(packets.back, self.sets.toWire)
        return self.objection(ConnectionPackets(there: there, back: back), .arrival, among: packets)
    }

    /// - Parameters:
    ///   - journey: Of the one who dials.
    ///   - all: Those that the packets have to be among when they have passed.
    private func objection(
        _ packets: ConnectionPackets,
        _ journey: Journey,
        among all: ConnectionPackets
    ) -> Objection? {
        let opening = self.sets.all(packets.there, self.sets.opening)
        let back: Journey = journey == .departure ? .arrival : .departure
        return self.dropped(opening, on: journey)
            ?? self.dropped(self.sets.all(packets.there, self.sets.answering), on: journey)
            ?? self.dropped(self.sets.all(packets.back, self.sets.answering), on: back)
            ?? self.untied(opening, on: journey)
            ?? self.changedConnection(packets.there, on: journey, toOthersThan: all.there)
            ?? self.changedConnection(packets.back, on: back, toOthersThan: all.back)
    }

    /// A rule by which connections may break that packets' ways do not show; `nil` if there is none.
    var broken: Objection? {
        self.prover.breaks.map { "a rule sets '\($0)', by which connections may break" }
    }

    /// A packet of a set, as both ends of a TCP connection send them, that leaves as one of no other set, or comes to the
    /// server as one: what is changed on the way does not come to where it is expected, or not from there.
    func changedConnection(_ packets: Diagram, on journey: Journey, toOthersThan permitted: Diagram) -> Objection? {
        if let broken { return broken }
        guard self.prover.changesPackets else { return nil }
        // Later packets are translated as the first one was. What else is known of connections is not of this one.
        let isTranslatedAlone = !self.prover.rewritesPackets && self.prover.changingUnseen.isEmpty
        let begun =
            isTranslatedAlone ? self.sets.opening : self.sets.any([self.sets.opening, self.sets.answering])
        let sent = self.sets.all(packets, begun)
        let kept = self.sets.all(
            permitted,
            self.sets.any([self.sets.store.packets(withFlagsOf: TCPFlags.ofOpenings), self.sets.later])
        )
        return self.changed(sent, on: journey, toOthersThan: kept)
    }
}
