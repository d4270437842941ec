import Overlay

/// What goes wrong, and how it ends.
extension World {
    mutating func begin(_ fault: Fault) {
        self.noteFault(fault, isBeginning: true)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset: if let actor { self.onShore(of: actor) { $0.reset(actor) } }
        case .forget: if let actor { self.forget(actor) }
        case .isolate: if let actor { self.cuts.isolate(actor, by: 1) }
        case .separate: self.separate(fault, by: 1)
        case .crash: if let actor { self.onShore(of: actor) { $0.stop(actor, .idle, loses: false) } }
        case .wipe: if let actor { self.onShore(of: actor) { $0.stop(actor, .idle, loses: true) } }
        case .powerLoss: if let actor { self.onShore(of: actor) { $0.stop(actor, .off, loses: false) } }
        case .attack: if let adversary = self.position(fault.adversary) { self.start(adversary) }
        }
        self.shareCuts()
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
        guard fault.length > .zero, let index = self.scenario.faults.firstIndex(of: fault) else { return }
        self.enter(.heal(index), at: self.now + fault.length)
    }

    mutating func end(_ fault: Fault) {
        self.noteFault(fault, isBeginning: false)
        let actor = fault.host.flatMap { self.cast.positions[$0] }
        switch fault.kind {
        case .reset, .forget: break
        case .isolate: if let actor { self.cuts.isolate(actor, by: -1) }
        case .separate: self.separate(fault, by: -1)
        case .crash, .wipe, .powerLoss: if let actor { self.start(actor) }
        case .attack:
            if let adversary = self.position(fault.adversary) {
                self.onShore(of: adversary) { $0.stop(adversary, .idle, loses: true) }
            }
        }
        self.shareCuts()
        for berth in self.berths { berth.shore.letGo() }
        self.checks.disturbed(self.positions(of: fault), fault.kind, now: self.now)
    }

    func onShore(of actor: Int, _ change: (inout Shore) -> Void) {
        change(&self.berths[self.cast.shore(of: actor).index].shore)
    }

    private func noteFault(_ fault: Fault, isBeginning: Bool) {
        self.berths[0].shore.trail.note(.fault(fault, isBeginning: isBeginning), at: self.now)
    }

    private func start(_ actor: Int) {
        self.onShore(of: actor) { shore in
            if shore.powers[actor] != .on || shore.adversaries[actor] != nil { shore.start(actor) }
        }
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
        self.cuts.separate(one, other, by: step)
    }

    private func shareCuts() {
        for berth in self.berths { berth.shore.cuts = self.cuts }
    }

    /// All connections of an actor are forgotten on the way, at both ends.
    private func forget(_ actor: Int) {
        let own = self.berths[self.cast.shore(of: actor).index]
        for place in own.shore.places(of: actor) {
            own.shore.lose(place)
            guard let name = own.shore.ends[place].other else { continue }
            let other = self.berths[name.shore.index]
            if let place = other.shore.ends.place(of: name) { other.shore.lose(place) }
        }
    }
}
