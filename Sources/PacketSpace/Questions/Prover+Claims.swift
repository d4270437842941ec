extension Prover {
    /// The packets that may be accepted at a hook.
    package func mayAccept(at hook: Hook) -> Diagram {
        self.store.packets(of: self.function(at: hook), having: Outcome.accept)
    }

    /// The packets that may be dropped at a hook.
    package func mayDrop(at hook: Hook) -> Diagram {
        self.store.packets(of: self.function(at: hook), having: Outcome.drop)
    }

    /// Whether every packet of a set is accepted for sure: what may be dropped counts as dropped.
    package func isSubset(_ packets: Diagram, ofAcceptedAt hook: Hook) -> Settlement {
        self.settle(self.store.intersection(packets, self.mayDrop(at: hook)), hook, accepted: false)
    }

    /// Whether no packet of a set is accepted: what may be accepted counts as accepted.
    package func isDisjoint(_ packets: Diagram, fromAcceptedAt hook: Hook) -> Settlement {
        self.settle(self.store.intersection(packets, self.mayAccept(at: hook)), hook, accepted: true)
    }

    /// A question holds if no packet speaks against it.
    private func settle(_ against: Diagram, _ hook: Hook, accepted: Bool) -> Settlement {
        let possible = self.store.intersection(against, self.store.packets(at: hook))
        guard let packet = PacketChoice(self.store).packet(of: possible) else { return .holds }
        let paths = self.trace(packet, at: hook).paths
        let path = paths.first { $0.isAccepted == accepted }
        return .fails(
            CounterExample(
                packet: packet,
                path: path ?? TracePath(steps: [], isAccepted: accepted, decidedBy: nil)
            )
        )
    }
}
