internal import Addressing
internal import Crawler
internal import Lab
internal import Skywelld
internal import Topology

/// The links of one node, as it tells its administrator.
enum NodeLinks: Sendable {
    case listed([LinkedPeer])
    /// It does not answer, or not yet.
    case silent(String)
    /// It cannot be asked.
    case unknown(String)
}

extension LabVerification {
    /// How long links may take to come up. A lab whose links cannot come up is told sooner.
    private var patience: Duration { .seconds(20) + .milliseconds(50) * self.topology.links.count }
    private static let pollInterval = Duration.milliseconds(50)

    /// Asks the nodes themselves, each inside its own host, until every link is up, can no longer come up, or time is out.
    ///
    /// Their crawls would not do: what a node protects, it hides there.
    func observeLinks() throws -> (links: [LinkObservation], hidden: [HiddenLink]) {
        let clock = ContinuousClock()
        let deadline = clock.now + self.patience
        while true {
            let answers = try self.askForPeers()
            let links = self.links(in: answers)
            // A node without links must have its time to start as well.
            let allAnswer = answers.values.allSatisfy { if case .silent = $0 { false } else { true } }
            let isDecided =
                allAnswer
                && links.allSatisfy { $0.isEstablished || $0.isUnknown || self.stoppedEnd(of: $0.link) != nil }
            if isDecided { return (links.map(\.decided), self.hiddenLinks(answers)) }
            if clock.now >= deadline { return (links, self.hiddenLinks(answers)) }
            LabClock.pause(for: Self.pollInterval)
        }
    }

    /// Asks every node that runs, at the port of its own administrator.
    func askForPeers() throws -> [HostName: NodeLinks] {
        let hosts = self.topology.hosts.filter { self.lab.nodeState(of: $0.name) == .running }
        let probes = hosts.map { host -> Lab.Probe<NodeLinks> in
            let port = self.administrationPorts[host.name]
            return Lab.Probe(from: host.name) {
                guard let port else {
                    return .unknown(
                        "its skywelld.cfg has no http port with 127.0.0.1 as administrator, so it cannot be asked"
                    )
                }
                do {
                    return .listed(try AdministrationClient.peers(at: port, timeout: Self.answerTime))
                } catch {
                    return .silent("its node does not answer: \(error)")
                }
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(hosts.map(\.name), try self.lab.run(probes)))
    }

    /// Which hidden hosts are linked with whom, as the other end of the link says, in the order of the topology.
    func hiddenLinks(_ answers: [HostName: NodeLinks]) -> [HiddenLink] {
        let hidden = Dictionary(self.hiddenHosts.map { (self.nodeKey(of: $0), $0) }) { first, _ in first }
        return self.topology.hosts.flatMap { host -> [HiddenLink] in
            guard case .listed(let peers) = answers[host.name] else { return [] }
            return peers.compactMap { peer in
                hidden[peer.publicKey].map { other in
                    HiddenLink(
                        hidden: other.name,
                        seenBy: host.name,
                        isSeenInPublic: host.role.isPublic,
                        hidesItself: peer.hidesItself
                    )
                }
            }
        }
    }

    private func links(in answers: [HostName: NodeLinks]) -> [LinkObservation] {
        self.topology.links.map { link in
            let intended = self.observe(link, dialledBy: .intended, answers)
            guard !intended.isEstablished, self.mayDialBack(link) else { return intended }
            let reversed = self.observe(link, dialledBy: .other, answers)
            return reversed.isEstablished ? reversed : intended
        }
    }

    /// Public servers look for peers by themselves, and then find each other: who was first has dialled.
    private func mayDialBack(_ link: Link) -> Bool {
        [link.dialler, link.listener].allSatisfy { self.topology[host: $0]?.role.isPublic == true }
    }

    private func observe(
        _ link: Link,
        dialledBy end: LinkObservation.Dialled,
        _ answers: [HostName: NodeLinks]
    ) -> LinkObservation {
        LinkObservation(
            link: link,
            dialler: self.end(link.dialler, lists: link.listener, inbound: end == .other, answers[link.dialler]),
            listener: self.end(link.listener, lists: link.dialler, inbound: end == .intended, answers[link.listener]),
            dialled: end
        )
    }

    private func end(
        _ host: HostName,
        lists other: HostName,
        inbound isInbound: Bool,
        _ answer: NodeLinks?
    ) -> LinkObservation.End {
        switch answer {
        case nil: return .missing(self.stopped(host) ?? "its node was not asked")
        case .silent(let reason): return .pending(reason)
        case .unknown(let reason): return .unknown(reason)
        case .listed(let peers):
            let key = self.topology[host: other].map(self.nodeKey)
            guard peers.contains(where: { $0.publicKey == key && $0.isInbound == isInbound }) else {
                return .pending("its node does not list \(other) as '\(isInbound ? "in" : "out")'")
            }
            return .established
        }
    }

    /// Why a link cannot come up; `nil` if both ends run.
    private func stoppedEnd(of link: Link) -> String? {
        self.stopped(link.dialler) ?? self.stopped(link.listener)
    }

    private func stopped(_ host: HostName) -> String? {
        switch self.lab.nodeState(of: host) {
        case .running: nil
        case .absent: "its node does not run"
        case .ended(let code):
            "its node ended with code \(code): \(self.lab.logTail(of: host, lines: 1).first ?? "it logged nothing")"
        }
    }
}
