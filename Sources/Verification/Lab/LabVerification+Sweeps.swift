internal import Addressing
internal import Compiler
internal import Lab
internal import Nftables
internal import Topology

extension UInt64 {
    /// How far a counter went since it stood at an earlier value; 0 if it was replaced meanwhile.
    func since(_ earlier: UInt64) -> UInt64 {
        self >= earlier ? self - earlier : 0
    }
}

/// A sweep to be made.
private struct Sweep {
    let vantage: Vantage
    let target: HostName
    let address: IPv4Address
    let path: SweepObservation.Path
}

/// Drop counters that several sweeps share: those of one host, for packets to it or for packets through it.
private struct CounterGroup: Hashable {
    let host: HostName
    let isForwarding: Bool

    init(_ sweep: Sweep) {
        switch sweep.path {
        case .direct: (self.host, self.isForwarding) = (sweep.target, false)
        case .routed(let host): (self.host, self.isForwarding) = (host, true)
        }
    }
}

extension LabVerification {
    /// Sweeps every hidden host from every vantage, and every public server from the vantages on its segments.
    ///
    /// A sweep of which packets were lost before they came to the rules proves nothing and is made again.
    func observeSweeps() throws -> [SweepObservation] {
        var sweeps = self.plannedSweeps
        var settled: [SweepObservation] = []
        // What a port answered once stays an answer, also if it is silent when it is asked again.
        var earlier: [[Port: SynSweep.Answer]] = sweeps.map { _ in [:] }
        for attempt in 1...Self.sweepAttempts {
            let observations = zip(try self.observe(sweeps), earlier).map { $0.adding($1) }
            let open = zip(sweeps, observations).filter { $1.doubt != nil && attempt < Self.sweepAttempts }
            settled += observations.filter { $0.doubt == nil || attempt == Self.sweepAttempts }
            guard !open.isEmpty else { break }
            sweeps = open.map(\.0)
            earlier = open.map(\.1.report.answers)
        }
        return settled
    }

    private var plannedSweeps: [Sweep] {
        self.vantages.vantages.flatMap { vantage -> [Sweep] in
            let own = self.topology[segment: vantage.segment]
            let hidden = self.hiddenHosts.flatMap { host in
                self.addresses[host.name, default: []].compactMap { address -> Sweep? in
                    if own?.contains(address) == true {
                        return Sweep(vantage: vantage, target: host.name, address: address, path: .direct)
                    }
                    let segment = self.topology.segments.first { $0.contains(address) }
                    let forwarder = segment.flatMap { self.topology.forwarder(from: vantage.segment, to: $0.name) }
                    return forwarder.map {
                        Sweep(vantage: vantage, target: host.name, address: address, path: .routed(through: $0.name))
                    }
                }
            }
            let servers = self.publicServers.compactMap { host in
                host.address(on: vantage.segment).map {
                    Sweep(vantage: vantage, target: host.name, address: $0, path: .direct)
                }
            }
            return hidden + servers
        }
    }

    private func observe(_ sweeps: [Sweep]) throws -> [SweepObservation] {
        let groups = Set(sweeps.map(CounterGroup.init))
        let before = try self.drops(groups)
        let reports = try self.lab.run(
            sweeps.map { sweep in
                Lab.Probe(from: sweep.vantage.name) { SynSweep(from: sweep.vantage.address, to: sweep.address).run() }
            }
        )
        let after = try self.drops(groups)
        var silent: [CounterGroup: UInt64] = [:]
        // Those to a peer port that strangers have no slot at: one packet of each sweep.
        var refused: [CounterGroup: UInt64] = [:]
        for (sweep, report) in zip(sweeps, reports) {
            silent[CounterGroup(sweep), default: 0] += UInt64(max(0, report.sent - report.answers.count))
            if self.isSilent(sweep, report) { refused[CounterGroup(sweep), default: 0] += 1 }
        }
        return zip(sweeps, reports).map { sweep, report in
            let group = CounterGroup(sweep)
            let isCounted =
                (after[group]?.refused ?? 0).since(before[group]?.refused ?? 0) >= refused[group, default: 0]
            return SweepObservation(
                vantage: sweep.vantage.name,
                target: sweep.target,
                path: sweep.path,
                report: report,
                counted: (after[group]?.dropped ?? 0).since(before[group]?.dropped ?? 0)
                    + (isCounted ? refused[group, default: 0] : 0),
                expected: silent[group, default: 0],
                isRefused: isCounted && self.isSilent(sweep, report)
            )
        }
    }

    /// Whether a public server's peer port did not answer.
    private func isSilent(_ sweep: Sweep, _ report: SynSweep.Report) -> Bool {
        self.publicServers.first { $0.name == sweep.target }.map { report.answers[$0.peerPort] == nil } ?? false
    }

    private func drops(
        _ groups: Set<CounterGroup>
    ) throws -> [CounterGroup: (dropped: UInt64, refused: UInt64)] {
        try Dictionary(
            uniqueKeysWithValues: groups.map { group in
                let counts = try self.lab.packetCounts(on: group.host)
                let names: [CounterName] = group.isForwarding ? [.forwardDropped] : [.inboundDropped, .peerPortKnocks]
                let dropped = names.reduce(0) { $0 + counts[$1, default: 0] }
                return (group, (dropped, counts[.strangersRefused, default: 0]))
            }
        )
    }
}
