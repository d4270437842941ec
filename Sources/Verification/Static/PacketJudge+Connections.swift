internal import Addressing
internal import Nftables
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
        return self.cut(opening, on: journey)
            ?? self.cut(self.sets.all(packets.there, self.sets.answering), on: journey)
            ?? self.cut(self.sets.all(packets.back, self.sets.answering), on: back)
            ?? self.touched(self.sets.all(packets.there, self.begun), on: journey)
            ?? self.touched(self.sets.all(packets.back, self.sets.answering), on: back)
            ?? self.changedConnection(packets.there, on: journey, toOthersThan: all.there)
            ?? self.changedConnection(packets.back, on: back, toOthersThan: all.back)
    }

    /// A packet of a set that may be dropped, though that is not meant; `nil` if there is none.
    func cut(_ packets: Diagram, on journey: Journey) -> Objection? {
        let dropped = self.prover.droppable(packets, on: journey)
        guard dropped != .nothing else { return nil }
        return self.dropped(self.sets.without(dropped, self.meant(dropped, journey)), on: journey)
    }

    /// What one who dials sends.
    private var begun: Diagram { self.sets.any([self.sets.opening, self.sets.answering]) }

    /// A packet of a set that comes to a rule which may break its connection, whatever becomes of the packet itself; `nil` if none
    /// does.
    ///
    /// - Parameter isExcepted: Of a statement, that it is asked for elsewhere.
    func touched(
        _ packets: Diagram,
        on journey: Journey,
        except isExcepted: (ListedStatement) -> Bool = { $0.isTranslation }
    ) -> Objection? {
        guard self.prover.changesAnything else { return nil }
        let ending = self.judging { $0.droppingOnlyWhatBreaks(except: isExcepted) }
        let touched = ending.prover.droppable(packets, on: journey)
        return ending.prover.example(of: touched, on: journey, accepted: false).map { example in
            let blamed = example.path.blamed
            let point = self.prover.changingPoints.first { $0.isAtPlace(of: blamed) } ?? blamed
            let rule = point.map(self.blamedRule)
            let words = point.map { "\($0.words(writtenAt: rule?.place))" } ?? "a rule"
            return Objection("\(example.packet.words) comes to \(words), by which its connection may break", rule: rule)
        }
    }

    /// A packet of a set, as both ends of a TCP connection send them, that leaves as one of no other set, or comes to the
    /// server as one: what is changed on the way does not come to where it is expected, or not from there.
    func changedConnection(_ packets: Diagram, on journey: Journey, toOthersThan permitted: Diagram) -> Objection? {
        guard self.prover.changesPackets else { return nil }
        // Later packets are translated as the first one was. What else is known of connections is not of this one.
        let isTranslatedAlone = !self.prover.rewritesPackets && self.prover.changingUnseen.isEmpty
        let sent = self.sets.all(packets, isTranslatedAlone ? self.sets.opening : self.begun)
        let kept = self.sets.all(
            permitted,
            self.sets.any([self.sets.store.packets(withFlagsOf: TCPFlags.ofOpenings), self.sets.later])
        )
        return self.changed(sent, on: journey, toOthersThan: kept)
    }
}

extension ListedStatement {
    /// It translates as connection tracking knows, so that answers are translated back.
    var isTranslation: Bool { if case .translate = self { true } else { false } }

    /// What it makes of a packet is followed, or asked for by the states of packets.
    var isFollowed: Bool { self.isTranslation || self == .notrack }
}

extension DecisionPoint {
    fileprivate func isAtPlace(of other: DecisionPoint?) -> Bool {
        self.table == other?.table && self.chain == other?.chain && self.handle == other?.handle
    }
}
