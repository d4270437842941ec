extension Prover {
    /// Settles an expectation over all packets that it means.
    package func settle(_ expectation: RulesetExpectation) -> ExpectationOutcome {
        let store = self.store
        let function = self.function(throughout: expectation.place)
        var meant = store.intersection(
            expectation.packets.packets(in: store, unlessSaid: self.begun(expectation)),
            store.packets(comingTo: expectation.place)
        )
        // Nobody who speaks to a port sends anything before it; whoever tries to get past a rule may.
        if expectation.wish == .allow { meant = store.intersection(meant, store.packetsWithoutExtensionHeader) }
        let (wanted, unwanted) =
            switch expectation.wish {
            case .allow: (Outcome.accept, Outcome.drop)
            case .deny: (Outcome.drop, Outcome.accept)
            }
        let against = store.intersection(meant, store.packets(of: function, having: unwanted))
        let surelyAgainst = store.difference(against, store.packets(of: function, having: wanted))
        if let packet = PacketChoice(store).packet(of: surelyAgainst) {
            return .violated(self.example(packet, expectation))
        }
        if let packet = PacketChoice(store).packet(of: against) {
            let example = self.example(packet, expectation)
            return .unsettled(example, because: self.reasons(on: example.path))
        }
        // What is not judged may drop packets, or change them so that the rules here see other ones.
        let reasons =
            switch expectation.wish {
            case .allow: self.notJudged.map { "\($0) is not judged and may drop packets" }
            case .deny: self.changingUnseen.map { "\($0) is not judged and may change packets" }
            }
        guard reasons.isEmpty else { return .unsettled(nil, because: reasons) }
        return .holds
    }

    /// What begins something at the place of an expectation: who speaks to a port opens a connection, who tries to get past a rule
    /// sends anything.
    private func begun(_ expectation: RulesetExpectation) -> Diagram {
        let isFirst =
            switch expectation.place {
            case .arrival, .departure, .passage, .prerouting, .output: true
            // Hooks before it may have made something else of it.
            case .input, .forward, .postrouting: false
            }
        switch (expectation.wish, isFirst) {
        case (.allow, true):
            return self.store.intersection(self.store.openingPackets, self.store.packetsWithoutHistory)
        case (.allow, false):
            return self.store.openingPackets
        case (.deny, true):
            return self.store.union(self.firstPackets, self.expectedPackets)
        case (.deny, false):
            let states: [ConnectionState] = self.ruleset.traits.rewrites ? [.new, .invalid] : []
            let changed = self.store.packets(in: states + (self.ruleset.traits.untracks ? [.untracked] : []))
            return [changed, self.expectedPackets].reduce(self.store.beginningPackets, self.store.union)
        }
    }

    /// Whatever begins something, with what is known of connections that are not there yet. Rules that mark them have marked one whose
    /// first packet comes a second time.
    private var firstPackets: Diagram {
        let traits = self.ruleset.traits
        var first = self.store.beginningPackets
        if !traits.marksConnections { first = self.store.intersection(first, self.store.packetsWithoutHistory) }
        guard self.ruleset.asked.status, !traits.mayTranslate else { return first }
        let translated = self.store.difference(self.store.packets(in: [.new]), self.store.packetsWithoutTranslation)
        return self.store.difference(first, translated)
    }

    /// First packets of connections that a helper has read about in another one, which anybody may have there.
    private var expectedPackets: Diagram {
        guard self.ruleset.traits.setsHelpers else { return .nothing }
        let withPorts = [6, 17].map { self.store.packets(ofProtocol: $0) }.reduce(.nothing, self.store.union)
        return self.store.intersection(withPorts, self.store.packets(in: [.related]))
    }

    private func example(_ packet: Packet, _ expectation: RulesetExpectation) -> CounterExample {
        let isAccepted = expectation.wish == .deny
        let path = self.trace(packet, throughout: expectation.place).paths.first { $0.isAccepted == isAccepted }
        return CounterExample(
            packet: packet,
            path: path ?? TracePath(steps: [], isAccepted: isAccepted, decidedBy: nil)
        )
    }

    /// Why the steps of a way that are not certain are not.
    package func reasons(on path: TracePath) -> [String] {
        var reasons: [String] = []
        for step in path.steps where step.isUncertain {
            for uncertainty in self.uncertainties where uncertainty.point == step.point {
                let reason = "\(self.naming(uncertainty.point)): nobody can know '\(uncertainty.reason)' beforehand"
                if !reasons.contains(reason) { reasons.append(reason) }
            }
        }
        return reasons
    }
}

extension DecisionPoint {
    /// Table, chain and handle, such as `inet filter input, handle 4`.
    package var name: String {
        "\(self.table) \(self.chain)" + (self.handle.map { ", handle \($0)" } ?? "")
    }
}
