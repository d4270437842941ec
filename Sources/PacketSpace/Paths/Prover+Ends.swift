/// What one host does to the packets of a kind, as functions of addresses and ports: bits of ``Outcome``.
///
/// Ends of a path are put together of these.
extension Prover {
    /// Packets from the wire for the host itself, as they are on the wire.
    ///
    /// What is sure is so for packets that come in where the route to their source leads; what may be, for all others, too.
    package func taken(_ kind: FlowKind) -> Diagram {
        let arrival = self.function(on: .arrival)
        var routed = kind.restriction(on: .arrival)
        routed.set(.reversePath, to: [1])
        let function = self.store.restricting(arrival, routed)
        var astray = kind.restriction(on: .arrival)
        astray.set(.reversePath, to: [0])
        let accepted = self.store.packets(of: self.store.restricting(arrival, astray), having: Outcome.accept)
        return self.store.either(function, self.store.choose(accepted, .accepted, .nothing))
    }

    /// The host's own packets, as they are before any rule has seen them.
    package func sent(_ kind: FlowKind) -> Diagram {
        self.store.restricting(self.function(on: .departure), kind.restriction(on: .departure))
    }

    /// The host's own packets, and what becomes of them in the form in which they leave.
    ///
    /// - Parameter onWire: A function of addresses and ports, of packets of this kind.
    package func sent(_ kind: FlowKind, followedBy onWire: Diagram) -> Diagram {
        self.store.restricting(self.departure(followedBy: onWire), kind.restriction(on: .departure))
    }

    /// Packets from the wire for somebody else, and what becomes of them in the form in which they leave.
    ///
    /// - Parameter onWire: A function of addresses and ports, of packets of this kind.
    package func forwarded(_ kind: FlowKind, followedBy onWire: Diagram) -> Diagram {
        self.passage(followedBy: onWire, kind.restriction(on: .passage))
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
            case .translate: true
            case .assign(let branches): branches.flatMap(\.changes).contains { ends.contains($0.field) }
            case .match, .decide, .branch, .untrack, .perhaps, .hand, .anything: false
            }
        }
    }
}
