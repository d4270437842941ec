/// Questions about whole ways of packets. The packets are described as they are before any rule has seen them.
extension Prover {
    /// What may happen to each packet on a way: bits of ``Outcome``.
    package func function(on journey: Journey) -> Diagram {
        if let known = self.journeys[journey] { return known }
        let function =
            switch journey {
            case .arrival: self.arrival()
            case .departure: self.departure()
            case .passage: self.function(at: .forward)
            }
        self.journeys[journey] = function
        return function
    }

    /// What may happen to a packet over all hooks of a way; of a passage as well.
    func throughout(_ journey: Journey) -> Diagram {
        journey == .passage ? self.passage() : self.function(on: journey)
    }

    /// Those of some packets that may be accepted at every hook of the way.
    package func acceptable(_ packets: Diagram, on journey: Journey) -> Diagram {
        self.store.packets(packets, of: self.viewedFunction(on: journey), having: Outcome.accept)
    }

    /// Those of some packets that may be dropped at some hook of the way.
    package func droppable(_ packets: Diagram, on journey: Journey) -> Diagram {
        self.store.packets(packets, of: self.viewedFunction(on: journey), having: Outcome.drop)
    }

    /// Those of some packets that may come out of a way, accepted everywhere, as others than some.
    ///
    /// - Parameter journey: Not a passage.
    package func translatable(_ packets: Diagram, on journey: Journey, toOthersThan permitted: Diagram) -> Diagram {
        let last = self.store.choose(permitted, .dropped, .accepted)
        let function =
            switch journey {
            case .arrival: self.arrival(followedBy: last)
            case .departure: self.departure(followedBy: last)
            case .passage: preconditionFailure("a passage has no end of its own")
            }
        let possible = self.store.intersection(packets, self.store.packets(at: journey.view))
        return self.store.packets(possible, of: function, having: Outcome.accept)
    }

    /// The function of a way where it is one; no outcome for packets that cannot be on it.
    private func viewedFunction(on journey: Journey) -> Diagram {
        if let known = self.viewed[journey] { return known }
        var possible = self.store.packets(at: journey.view)
        // Nobody is served by packets that the link layer brought to others; only who asks for that could tell.
        if journey == .arrival, self.ruleset.asked.linkKinds || self.ruleset.traits.strands {
            possible = self.store.difference(possible, self.store.packetsNotTaken)
        }
        let function = self.store.choose(possible, self.function(on: journey), .nothing)
        self.viewed[journey] = function
        return function
    }

    /// A packet of a set, and one way of it that ends as asked.
    ///
    /// - Parameters:
    ///   - packets: Packets that can end so.
    ///   - accepted: Whether the way is to be one that ends with the packet accepted.
    /// - Returns: `nil` if there is no packet.
    package func example(of packets: Diagram, on journey: Journey, accepted: Bool) -> CounterExample? {
        guard let packet = PacketChoice(self.store).packet(of: packets) else { return nil }
        let ends = journey.hooks.map { hook in
            self.trace(packet, at: hook).paths.first { $0.isAccepted == accepted && $0.decidedBy != nil }
        }
        // A packet is dropped at the first hook that drops it. Of those that accept it, the filter of its own hook says most.
        let path = accepted ? ends[journey.hooks.firstIndex(of: journey.view) ?? 0] : ends.lazy.compactMap(\.self).first
        return CounterExample(
            packet: packet,
            path: path ?? ends.compactMap(\.self).first ?? TracePath(steps: [], isAccepted: accepted, decidedBy: nil)
        )
    }

    /// Some packet of a set, an ordinary one where there is a choice; `nil` if there is none.
    package func packet(of packets: Diagram) -> Packet? { PacketChoice(self.store).packet(of: packets) }

    /// The rule that changes an address or a port of a packet on a way; `nil` if none does.
    package func translation(of packet: Packet, on journey: Journey) -> DecisionPoint? {
        for hook in journey.hooks {
            for path in self.trace(packet, at: hook).paths {
                if let step = path.steps.first(where: { $0.effect == .translated }) { return step.point }
            }
        }
        return nil
    }
}
