/// What one host does to the packets of a kind, as functions of addresses and ports: bits of ``Outcome``.
///
/// Ends of a path are put together of these.
extension Prover {
    /// Packets from the wire for the host itself, as they are on the wire.
    ///
    /// What is sure is so for packets that come in where the route to their source leads; what may be, for all others, too.
    package func taken(_ kind: FlowKind) -> Diagram {
        self.restricting(self.function(on: .arrival), kind, .arrival)
    }

    /// The host's own packets, as they are before any rule has seen them.
    package func sent(_ kind: FlowKind) -> Diagram {
        self.restricting(self.function(on: .departure), kind, .departure)
    }

    /// The host's own packets, and what becomes of them in the form in which they leave.
    ///
    /// - Parameter onWire: A function of addresses and ports, of packets of this kind.
    package func sent(_ kind: FlowKind, followedBy onWire: Diagram) -> Diagram {
        self.restricting(self.departure(followedBy: onWire), kind, .departure)
    }

    /// Packets from the wire for somebody else, and what becomes of them in the form in which they leave.
    ///
    /// - Parameter onWire: A function of addresses and ports, of packets of this kind.
    package func forwarded(_ kind: FlowKind, followedBy onWire: Diagram) -> Diagram {
        let function = self.passage(followedBy: onWire)
        return self.restricting(function, kind, .passage)
    }

    /// What may happen to packets of a kind: accepted counts what any answer of the routes, and any header in between, lets
    /// through, dropped only what the host drops of ordinary packets that its routes expect, since hosts that speak to each
    /// other are where routes lead.
    private func restricting(_ function: Diagram, _ kind: FlowKind, _ journey: Journey) -> Diagram {
        var restriction = kind.restriction(on: journey)
        let mayBeExpected = self.ruleset.traits.setsHelpers && kind.phase != .answering
        if mayBeExpected {
            // By a helper, which has read about it in another connection.
            restriction.set(.state, to: (kind.phase.states + [.related]).map { UInt64($0.rawValue) })
        }
        let all = self.store.restricting(function, restriction)
        let asked = self.ruleset.asked
        guard asked.routes || asked.extensionHeaders || asked.linkKinds || self.ruleset.seesParts || mayBeExpected
        else { return all }
        let expected = self.store.restricting(function, kind.honestRestriction(on: journey))
        let accepted = self.store.packets(of: all, having: Outcome.accept)
        let dropped = self.store.packets(of: expected, having: Outcome.drop)
        return self.store.choose(
            accepted,
            self.store.choose(dropped, .acceptedOrDropped, .accepted),
            .dropped
        )
    }

    /// Whether a packet that begins something may get through the host to somebody else.
    package var mayForward: Bool {
        self.acceptable(self.store.packets(in: FlowPhase.stray.states), on: .passage) != .nothing
    }

    /// Whether any rule changes addresses or ports of packets, so that they look otherwise behind the host.
    package var changesEnds: Bool {
        let ends: Set<Field> = [
            .sourceHigh, .sourceLow, .destinationHigh, .destinationLow, .destinationPort, .sourcePort,
        ]
        return self.ruleset.chains.flatMap(\.rules).flatMap(\.steps).contains { step in
            switch step {
            case .translate, .hand, .rewritten: true
            case .assign(let branches): branches.flatMap(\.changes).contains { ends.contains($0.field) }
            case .match, .decide, .branch, .untrack, .perhaps, .anything: false
            }
        }
    }
}
