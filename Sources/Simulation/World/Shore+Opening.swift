import Addressing
import Overlay
import PeerProtocol

/// How connections come to be.
extension Shore {
    /// From the dialler's first packet until it may speak, in one-way trips: TCP and TLS 1.2.
    static let handshakeTrips = 6

    mutating func dial(_ id: ConnectionID, _ endpoint: Endpoint, by actor: Int) {
        let source = self.adversaries[actor]?.source(of: id)
        let answer = self.routing.answer(actor, endpoint, from: source)
        self.trail.note(.dialled(actor, endpoint), at: self.now)
        let isStranger = !self.cast.actors[actor].kind.isOurs && !self.routing.isLink(actor, endpoint)
        let reached: (listener: Int, source: IPv4Address, latency: Duration) =
            switch answer {
            case .reaches(let listener, let source, let latency): (listener, source, latency)
            case .refused, .silence: (actor, endpoint.address, .zero)
            }
        let dialler = self.ends.insert { serial in
            CircuitEnd(
                serial: serial,
                .dialler,
                of: actor,
                to: reached.listener,
                id,
                endpoint,
                latency: reached.latency,
                countsAsStranger: isStranger
            )
        }
        self.residents[actor].ends.insert(id.rawValue, at: dialler.place)
        switch answer {
        case .reaches:
            let knock = Item.Knock(
                dialler: dialler,
                actor: actor,
                listener: reached.listener,
                endpoint: endpoint,
                source: reached.source,
                latency: reached.latency,
                countsAsStranger: isStranger
            )
            self.post(.knock(knock), to: self.cast.shore(of: reached.listener), at: self.now + reached.latency)
        case .refused: self.agenda.enter(.arrival(.closed(.refused), to: dialler), at: self.now)
        case .silence: break  // the dialler gives up by itself
        }
    }

    /// The first packet of a dial comes to the listener.
    mutating func answer(_ knock: Item.Knock) {
        let listener = knock.listener
        guard self.cuts.isClear(knock.actor, listener), self.powers[listener] != .off else { return }
        if knock.countsAsStranger, let ceiling = self.cast.actors[listener].strangersCeiling,
            self.residents[listener].strangers >= ceiling
        {
            return
        }
        guard self.powers[listener] == .on else {
            self.post(
                .arrival(.closed(.refused), to: knock.dialler),
                to: knock.dialler.shore,
                at: self.now + knock.latency
            )
            return
        }
        self.accept(knock)
    }

    private mutating func accept(_ knock: Item.Knock) {
        let listener = knock.listener
        let id = ConnectionID(rawValue: self.residents[listener].nextAccepted)
        self.residents[listener].nextAccepted += 2
        let acceptor = self.ends.insert { serial in
            CircuitEnd(
                serial: serial,
                .acceptor,
                of: listener,
                to: knock.actor,
                id,
                knock.endpoint,
                latency: knock.latency,
                countsAsStranger: knock.countsAsStranger
            )
        }
        self.ends[acceptor.place].other = knock.dialler
        self.residents[listener].ends.insert(id.rawValue, at: acceptor.place)
        if knock.countsAsStranger { self.residents[listener].strangers += 1 }
        self.watch.opened(by: knock.actor, to: listener, from: knock.source, now: self.now)
        let port = Port(rawValue: UInt16(32_768 + knock.dialler.serial % 28_000)) ?? 32_768
        var chance = self.randomness.stream(.session, Int(knock.dialler.serial), knock.dialler.shore.index)
        let session = SessionValue(bytes: (0..<4).flatMap { _ in withUnsafeBytes(of: chance.next(), Array.init) })
        let joining = Item.Joining(
            dialler: knock.dialler,
            actor: knock.actor,
            acceptor: acceptor,
            latency: knock.latency
        )
        let dialler = knock.dialler
        let opened = self.now + knock.latency
        let secured = self.now + knock.latency * (Self.handshakeTrips - 1)
        self.post(.joined(joining), to: dialler.shore, at: opened)
        self.post(.arrival(.opened, to: dialler), to: dialler.shore, at: opened)
        self.agenda.enter(.arrival(.secured(session), to: acceptor), at: secured - knock.latency)
        self.post(.arrival(.secured(session), to: dialler), to: dialler.shore, at: secured)
        self.feed(.connectionAccepted(id, remote: Endpoint(knock.source, port)), to: listener)
    }

    /// The dialler's kernel learns who has taken its dial. Should it have given up by then, it says so.
    mutating func join(_ joining: Item.Joining) {
        if let place = self.ends.place(of: joining.dialler), self.ends[place].isOpen {
            self.ends[place].other = joining.acceptor
            return
        }
        let (acceptor, time) = (joining.acceptor, self.now + joining.latency)
        if self.powers[joining.actor] != .off {
            self.post(.arrival(.closed(.reset), to: acceptor), to: acceptor.shore, at: time)
        }
        self.post(.gone(acceptor), to: acceptor.shore, at: time)
    }

    // MARK: - Tests of a neighbour's port

    mutating func testConnect(_ id: ConnectionID, _ endpoint: Endpoint, by actor: Int) {
        let start = self.residents[actor].starts
        let unreachable = Item.probed(id, isReachable: false, actor: actor, start: start)
        switch self.routing.answer(actor, endpoint) {
        case .reaches(let listener, let source, let latency):
            let probe = Item.Probe(
                id: id,
                actor: actor,
                start: start,
                listener: listener,
                source: source,
                latency: latency
            )
            self.post(.probe(probe), to: self.cast.shore(of: listener), at: self.now + latency)
        case .refused: self.agenda.enter(unreachable, at: self.now)
        case .silence: self.agenda.enter(unreachable, at: self.now + PeerFinder.Constants.connectTestTimeout)
        }
    }

    mutating func answer(_ probe: Item.Probe) {
        let power = self.powers[probe.listener]
        let isAnswered = self.cuts.isClear(probe.actor, probe.listener) && power != .off
        self.watch.opened(by: probe.actor, to: probe.listener, from: probe.source, now: self.now)
        let wait = isAnswered ? probe.latency : PeerFinder.Constants.connectTestTimeout - probe.latency
        self.post(
            .probed(probe.id, isReachable: isAnswered && power == .on, actor: probe.actor, start: probe.start),
            to: self.cast.shore(of: probe.actor),
            at: self.now + wait
        )
    }
}
