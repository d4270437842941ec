import Overlay
import Topology

/// What goes wrong, and how it ends.
extension World {
    mutating func begin(_ fault: Fault) {
        self.trail.note(.fault(fault, isBeginning: true), at: self.now)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset: if let actor { self.reset(actor) }
        case .forget: if let actor { self.forget(actor) }
        case .isolate: if let actor { self.residents[actor].isolations += 1 }
        case .separate: self.separate(fault, by: 1)
        case .crash: if let actor { self.stop(actor, .idle, loses: false) }
        case .wipe: if let actor { self.stop(actor, .idle, loses: true) }
        case .powerLoss: if let actor { self.stop(actor, .off, loses: false) }
        case .attack: if let adversary = self.position(fault.adversary) { self.start(adversary) }
        }
        self.updateCuts()
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
        guard fault.length > .zero, let index = self.scenario.faults.firstIndex(of: fault) else { return }
        self.agenda.enter(.heal(index), at: self.now + fault.length)
    }

    mutating func end(_ fault: Fault) {
        self.trail.note(.fault(fault, isBeginning: false), at: self.now)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset, .forget: break
        case .isolate: if let actor { self.residents[actor].isolations -= 1 }
        case .separate: self.separate(fault, by: -1)
        case .crash, .wipe, .powerLoss:
            if let actor, self.residents[actor].power != .on { self.start(actor) }
        case .attack: if let adversary = self.position(fault.adversary) { self.stop(adversary, .idle, loses: true) }
        }
        self.updateCuts()
        self.letGo()
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
    }

    private func position(_ kind: Adversary.Kind?) -> Int? {
        self.cast.actors.firstIndex { actor in
            if case .adversary(let other) = actor.kind { other == kind } else { false }
        }
    }

    private func positions(of fault: Fault) -> [Int] {
        [fault.host, fault.other].compactMap { name in name.flatMap { self.cast.positions[$0] } }
    }

    private mutating func separate(_ fault: Fault, by step: Int) {
        guard let one = fault.host.flatMap({ self.cast.positions[$0] }),
            let other = fault.other.flatMap({ self.cast.positions[$0] })
        else { return }
        let count = self.separations[Separation(one, other), default: 0] + step
        self.separations[Separation(one, other)] = count > 0 ? count : nil
    }

    private mutating func updateCuts() {
        self.isCutSomewhere = !self.separations.isEmpty || self.residents.contains { $0.isolations > 0 }
    }

    /// What was held up and is free to go, goes on in the order in which it came.
    private mutating func letGo() {
        let waiting = self.held
        self.held = []
        for (event, end) in waiting {
            guard let circuit = self.circuit(end) else { continue }
            guard self.isClear(circuit.dialler.actor, circuit.acceptor.actor) else {
                self.held.append((event, end))
                continue
            }
            self.circuits[end.place][end.side].isHeld = false
            self.enter(event, to: end, at: self.now)
        }
    }

    /// Ends of circuits of an actor, in the order in which they came to be.
    private func ends(of actor: Int) -> [(id: ConnectionID, end: Circuit.End)] {
        self.residents[actor].ends.all(self.circuits).sorted { $0.serial < $1.serial }
            .map { (self.circuits[$0.place][$0.side].id, $0) }
    }

    private mutating func reset(_ actor: Int) {
        for (id, end) in self.ends(of: actor) {
            self.tellOther(end, self.circuits[end.place], .reset)
            self.agenda.enter(.event(.connectionClosed(id, .reset), to: end), at: self.now)
        }
    }

    private mutating func forget(_ actor: Int) {
        for (_, end) in self.ends(of: actor) {
            self.circuits[end.place].dialler.isLost = true
            self.circuits[end.place].acceptor.isLost = true
            self.circuits[end.place].disturbedAt = self.now
        }
    }

    /// Ends a machine. If only the server ends, its kernel tells the other ends of its connections.
    private mutating func stop(_ actor: Int, _ power: Resident.Power, loses: Bool) {
        guard self.residents[actor].power == .on else { return }
        for (id, end) in self.ends(of: actor) {
            if power == .idle { self.tellOther(end, self.circuits[end.place], .reset) }
            self.release(end, id)
        }
        self.residents[actor].power = power
        self.machines[actor] = nil
        self.adversaries[actor] = nil
        self.residents[actor].wake = nil
        if loses { self.residents[actor].bootcache = [] }
    }
}
