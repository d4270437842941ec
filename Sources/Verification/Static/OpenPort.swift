internal import Addressing
internal import Nftables
internal import PacketSpace

/// A port at which strangers are to get in, and to be served.
struct OpenPort {
    let port: Port
    /// Where strangers find it; empty if that is not known.
    let addresses: [IPv4Address]
    /// Packets from strangers, and packets to them: lists of all hosts, which are asked for last.
    let strangers: () -> Diagram
    let toStrangers: () -> Diagram
    /// Of some packets, those that are meant to be dropped.
    let meant: (Diagram, Journey, CountedPackets) -> Diagram

    /// What evidence says where nothing stands against it.
    var holding: String { "lets strangers in at port \(self.port), within its ceilings" }

    /// What may shut strangers out who are within the ceilings.
    func objections(of judge: PacketJudge) -> [Objection?] {
        let sets = judge.sets
        let toPort = sets.all(sets.toPort(self.port), self.atHome(sets.to))
        let first = sets.all(sets.opening, sets.fromSegments, toPort)
        let later = sets.all(sets.answering, sets.fromSegments, toPort)
        let answers = sets.all(sets.answering, sets.toWire, sets.fromPort(self.port), self.atHome(sets.from))
        if judge.prover.proxies { return self.objections(behindProxy: judge, first, later, answers) }
        let within = judge.judging { $0.withinCeilings(of: .opening) }
        let staying = judge.judging { $0.withinCeilings(of: .later) }
        return [
            self.shutOut(first, within, .arrival), self.shutOut(later, staying, .arrival, of: .later),
            self.shutOut(answers, staying, .departure, of: .later),
            self.touched(first, within, .arrival), self.touched(later, staying, .arrival),
            self.touched(answers, staying, .departure),
        ]
    }

    /// A packet of strangers that may be dropped though that is not meant, or that all of them are; `nil` if there is none.
    private func shutOut(
        _ packets: Diagram,
        _ judge: PacketJudge,
        _ journey: Journey,
        of part: CountedPackets = .opening
    ) -> Objection? {
        let dropped = judge.prover.droppable(packets, on: journey)
        guard dropped != .nothing else { return nil }
        let strangers = self.strangers(on: journey)
        let unmeant = judge.sets.all(judge.sets.without(dropped, self.meant(dropped, journey, part)), strangers)
        if let packet = judge.dropped(unmeant, on: journey) { return packet }
        // Who shuts some of them out may mean it; who shuts all of them out has no open port.
        let passing = judge.sets.all(judge.prover.acceptable(packets, on: journey), strangers)
        return passing == .nothing ? Objection("its own rules let no stranger at port \(self.port) pass") : nil
    }

    /// A packet of strangers that comes to a rule which may break its connection, or lead it elsewhere; `nil` if there is none.
    private func touched(
        _ packets: Diagram,
        _ judge: PacketJudge,
        _ journey: Journey,
        except isExcepted: (ListedStatement) -> Bool = { _ in false }
    ) -> Objection? {
        guard judge.prover.changesAnything else { return nil }
        return judge.touched(
            judge.sets.all(packets, self.strangers(on: journey)),
            on: journey,
            except: isExcepted
        )
    }

    private func strangers(on journey: Journey) -> Diagram {
        journey == .arrival ? self.strangers() : self.toStrangers()
    }

    private func atHome(_ set: ([IPv4Address]) -> Diagram) -> Diagram {
        self.addresses.isEmpty ? .everything : set(self.addresses)
    }

    // MARK: - Behind a SYN proxy

    /// It answers first packets, takes every acknowledgement for one of its own handshakes, and drops it if it is none. So
    /// those that end handshakes have to come to it, and no others. What it has shaken hands with, it opens anew, from the host
    /// to itself. Source: `nft_synproxy_eval_v4`.
    private func objections(
        behindProxy judge: PacketJudge,
        _ first: Diagram,
        _ later: Diagram,
        _ answers: Diagram
    ) -> [Objection?] {
        let sets = judge.sets
        let toPort = sets.all(sets.toPort(self.port), self.atHome(sets.to))
        let new = sets.store.packets(in: [.new])
        let sent = sets.all(sets.opening, new, sets.ipv4, sets.store.packets(leavingBy: "lo"), sets.toPort(self.port))
        let arriving = sets.all(sets.opening, sets.store.packets(enteringBy: "lo"), toPort)
        let acknowledging = sets.all(
            sets.store.packets(withFlags: .ack),
            sets.store.packets(in: [.new, .invalid]),
            sets.fromSegments,
            toPort
        )
        let acknowledged = judge.judging { $0.withinCeilings(of: .later).replacingProxies(by: .accept) }
        let dropping = judge.judging { $0.withinCeilings(of: .opening).replacingProxies(by: .drop) }
        let staying = judge.judging { $0.withinCeilings(of: .later).replacingProxies(by: .drop) }
        let untracked = dropping.prover.translatable(
            first,
            on: .arrival,
            toOthersThan: sets.without(.everything, sets.store.packets(in: [.untracked]))
        )
        return [
            // Both come before the proxy, and nothing is counted there.
            self.shutOut(first, acknowledged, .arrival, of: .later),
            self.shutOut(acknowledging, acknowledged, .arrival, of: .later),
            self.passing(acknowledging, dropping), self.passing(untracked, dropping),
            self.shutOut(later, staying, .arrival, of: .later),
            self.shutOut(answers, staying, .departure, of: .later),
            self.shutOut(sent, staying, .departure, of: .later), self.shutOut(arriving, dropping, .arrival),
            // What opens a connection, and what ends a handshake, goes untracked to the proxy.
            self.touched(sets.any([first, acknowledging]), acknowledged, .arrival) { $0 == .notrack },
            self.touched(later, staying, .arrival), self.touched(answers, staying, .departure),
            // It has its connection already, which nothing takes from it (`nft_notrack_eval`).
            self.touched(arriving, dropping, .arrival) { $0 == .notrack },
            self.touched(sent, dropping, .departure),
        ]
    }

    /// A packet of strangers that goes past the proxy, and belongs to no connection.
    private func passing(_ packets: Diagram, _ judge: PacketJudge) -> Objection? {
        guard packets != .nothing else { return nil }
        return judge.accepted(judge.sets.all(packets, self.strangers()), on: .arrival).map {
            $0.following("goes past the SYN proxy, and belongs to no connection: ")
        }
    }
}
