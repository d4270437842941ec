extension Prover {
    /// What may happen to each packet at a place: bits of ``Outcome``.
    package func function(throughout place: Place) -> Diagram {
        switch place {
        case .arrival: self.arrival(followedBy: .accepted, isOfHost: false)
        case .departure: self.departure()
        case .passage: self.passage()
        case .prerouting, .input, .forward, .output, .postrouting: self.function(at: place.hooks[0])
        }
    }

    /// Every way that a packet can go through the chains of all hooks of a place.
    ///
    /// - Returns: `isComplete` is false if there are too many to follow.
    package func trace(_ packet: Packet, throughout place: Place) -> (paths: [TracePath], isComplete: Bool) {
        let interface = packet.outputInterface
        var isComplete = true
        var paths = [TracePath(steps: [], isAccepted: true, decidedBy: nil, leaving: TracedPacket(packet))]
        for hook in place.hooks {
            paths = paths.flatMap { path -> [TracePath] in
                guard var packet = path.leaving else { return [path] }
                if place == .passage {
                    packet.packet.outputInterface = hook == .prerouting ? nil : interface
                    if hook == .forward {
                        guard !self.isDropped(packet, beingAmong: self.store.packetsNotPassedOn) else {
                            return [path.droppedByKernel]
                        }
                        packet.countHop()
                    }
                }
                let further = Tracer.paths(of: packet, at: hook, self.ruleset)
                if !further.isComplete { isComplete = false }
                var ways = further.paths.map(path.followed)
                if place == .arrival, hook == .input, packet.mayGoOn {
                    let past = self.trace(past: packet)
                    if !past.isComplete { isComplete = false }
                    ways += past.paths.map(path.followed)
                }
                guard place == .arrival, hook == .input else { return ways }
                return ways.map { way in
                    let taken = way.leaving.map { !self.isDropped($0, beingAmong: self.store.packetsNotTaken) } ?? true
                    return taken ? way : way.droppedByKernel
                }
            }
        }
        return (paths, isComplete)
    }

    private func isDropped(_ packet: TracedPacket, beingAmong dropped: Diagram) -> Bool {
        self.ruleset.traits.strands && self.store.outcome(of: dropped, for: packet.packet.values) != 0
    }

    /// Every way of a packet that prerouting has given a destination which may be another host's.
    private func trace(past packet: TracedPacket) -> (paths: [TracePath], isComplete: Bool) {
        var routed = packet
        routed.unknown.formUnion(JudgedRuleset.wayOut)
        routed.countHop()
        let forward = Tracer.paths(of: routed, at: .forward, self.ruleset)
        var isComplete = forward.isComplete
        let paths = forward.paths.flatMap { path -> [TracePath] in
            guard let left = path.leaving else { return [path] }
            let last = Tracer.paths(of: left, at: .postrouting, self.ruleset)
            if !last.isComplete { isComplete = false }
            return last.paths.map(path.followed)
        }
        return (paths, isComplete)
    }
}

extension TracedPacket {
    /// It has one hop less where it is passed on.
    fileprivate mutating func countHop() {
        if self.packet.hopLimit > 0 { self.packet.hopLimit -= 1 }
    }

    /// Its destination was changed, and nobody knows to whose.
    fileprivate var mayGoOn: Bool { self.unknown.contains(.destinationType) }
}

extension TracePath {
    /// The same way, at whose end the kernel drops the packet for what a rule made of it.
    fileprivate var droppedByKernel: TracePath {
        let change = self.steps.last { $0.effect == .passed }
        return TracePath(steps: self.steps, isAccepted: false, decidedBy: change?.point ?? self.decidedBy)
    }

    /// This way and, after it, another one.
    fileprivate func followed(by next: TracePath) -> TracePath {
        TracePath(
            steps: self.steps + next.steps,
            isAccepted: next.isAccepted,
            decidedBy: next.decidedBy ?? self.decidedBy,
            leaving: next.leaving
        )
    }
}
