internal import Addressing
internal import Crawler
internal import Lab
internal import PeerProtocol
internal import Skywelld
internal import Topology

/// What strangers get when they talk to the nodes.
struct ContactObservations {
    var crawls: [CrawlObservation] = []
    var sentries: [SentryObservation] = []
    var knocks: [KnockObservation] = []
    var votes: [VoteObservation] = []
    var gossip: [GossipObservation] = []
    /// All that those heard who listened for votes or gossip.
    var talks: [PeerTalk] = []
}

extension LabVerification {
    private enum Contact: Sendable {
        case crawl([CrawlObservation])
        case sentry(SentryObservation)
        case knock(KnockObservation)
        case votes(VoteObservation, PeerTalk)
        case gossip(GossipObservation, [PeerTalk])
    }

    /// How many strangers are about at a time: most of them wait for somebody to say something.
    private static let strangersAtOnce = 64

    /// Crawls from every outsider, handshakes of every outsider with the public servers it can see, and handshakes of
    /// everybody with the hidden hosts; and what a stranger hears that stays a while as a peer.
    func observeContacts() throws -> ContactObservations {
        let outsiders = self.vantages.vantages.filter { $0.kind == .outsider }
        let probes = outsiders.flatMap { outsider -> [Lab.Probe<Contact>] in
            let servers = self.publicEndpoints(on: outsider.segment)
            return [self.crawlProbe(from: outsider, servers.map(\.endpoint))]
                + servers.map { self.sentryProbe(from: outsider, $0.host, $0.endpoint) }
        }
        let knocks = self.vantages.vantages.flatMap { vantage in
            self.hiddenHosts.flatMap { host in
                self.addresses[host.name, default: []].map {
                    self.knockProbe(from: vantage, host.name, Endpoint($0, host.peerPort))
                }
            }
        }
        let voters = self.votersByServer
        // Those that wait longest come first.
        let listening = outsiders.flatMap { outsider in
            self.publicEndpoints(on: outsider.segment).flatMap { host, endpoint in
                [
                    self.gossipProbe(from: outsider, host, endpoint),
                    self.voteProbe(from: outsider, host, endpoint, voters[host, default: []]),
                ]
                .compactMap(\.self)
            }
        }
        var observations = ContactObservations()
        for contact in try self.lab.run(listening + probes + knocks, atOnce: Self.strangersAtOnce) {
            switch contact {
            case .crawl(let crawls): observations.crawls += crawls
            case .sentry(let sentry): observations.sentries.append(sentry)
            case .knock(let knock): observations.knocks.append(knock)
            case .votes(let votes, let talk):
                observations.votes.append(votes)
                observations.talks.append(talk)
            case .gossip(let gossip, let talks):
                observations.gossip.append(gossip)
                observations.talks += talks
            }
        }
        return observations
    }

    private func voteProbe(
        from outsider: Vantage,
        _ host: HostName,
        _ endpoint: Endpoint,
        _ voters: [Voter]
    ) -> Lab.Probe<Contact>? {
        guard !voters.isEmpty else { return nil }
        let (patience, labBegan) = (self.votePatience, self.lab.began)
        return Lab.Probe(from: outsider.name) {
            let listening = Listening(at: endpoint, of: host, as: outsider.name)
            let (votes, talk) = listening.votes(of: voters, labBegan: labBegan, for: patience)
            return .votes(votes, talk)
        }
    }

    private func gossipProbe(from outsider: Vantage, _ host: HostName, _ endpoint: Endpoint) -> Lab.Probe<Contact>? {
        let lies = self.lies
        // An announcement comes every five seconds, which is longer than all else takes; what is said meanwhile is
        // searched in any case.
        guard !lies.isEmpty else { return nil }
        return Lab.Probe(from: outsider.name) {
            let (gossip, talks) = Listening(at: endpoint, of: host, as: outsider.name).gossip(about: lies)
            return .gossip(gossip, talks)
        }
    }

    private func publicEndpoints(on segment: SegmentName) -> [(host: HostName, endpoint: Endpoint)] {
        self.publicServers.compactMap { host in
            host.address(on: segment).map { (host.name, Endpoint($0, host.peerPort)) }
        }
    }

    private func crawlProbe(from outsider: Vantage, _ start: [Endpoint]) -> Lab.Probe<Contact> {
        Lab.Probe(from: outsider.name) {
            .crawl(
                Crawls.walk(from: start, timeout: Self.answerTime).map { endpoint, answer in
                    CrawlObservation(
                        vantage: outsider.name,
                        endpoint: endpoint,
                        isLearned: !start.contains(endpoint),
                        answer: answer
                    )
                }
            )
        }
    }

    private func sentryProbe(from outsider: Vantage, _ host: HostName, _ endpoint: Endpoint) -> Lab.Probe<Contact> {
        Lab.Probe(from: outsider.name) {
            let crawl = Crawls.fetch(endpoint, timeout: Self.answerTime)
            return .sentry(
                SentryObservation(
                    vantage: outsider.name,
                    sentry: host,
                    endpoint: endpoint,
                    handshakeFailure: Handshakes.failure(with: endpoint, as: outsider.name, timeout: Self.answerTime),
                    crawlFailure: crawl.failure
                )
            )
        }
    }

    private func knockProbe(from vantage: Vantage, _ host: HostName, _ endpoint: Endpoint) -> Lab.Probe<Contact> {
        Lab.Probe(from: vantage.name) {
            .knock(
                KnockObservation(
                    vantage: vantage.name,
                    target: host,
                    endpoint: endpoint,
                    answer: Handshakes.answer(from: endpoint, as: vantage.name, timeout: Self.knockTime)
                )
            )
        }
    }
}

/// Crawls as observations.
enum Crawls {
    static func fetch(_ endpoint: Endpoint, timeout: Duration) -> CrawlObservation.Answer {
        do {
            return Self.observation(try CrawlClient().fetch(endpoint, timeout: timeout))
        } catch {
            return .failed("\(error)")
        }
    }

    /// Follows every address. One that was only learned may well be out of reach, so it is given less time.
    static func walk(from start: [Endpoint], timeout: Duration) -> [(Endpoint, CrawlObservation.Answer)] {
        do {
            let client = try CrawlClient()
            let report = Crawl.walk(from: start) {
                client.fetch($0, timeout: start.contains($0) ? timeout : LabVerification.knockTime)
            }
            return report.visits.map { ($0.endpoint, Self.observation($0.outcome)) }
                + report.skipped.map { ($0, .failed("not asked: the crawl had reached its limit")) }
        } catch {
            return start.map { ($0, .failed("\(error)")) }
        }
    }

    private static func observation(_ outcome: CrawlOutcome) -> CrawlObservation.Answer {
        switch outcome {
        case .failed(.connecting(let failure)):
            switch failure {
            case .refused, .timedOut, .unreachable: return .absent("\(failure)")
            case .sourceUnavailable, .system: return .failed("\(failure)")
            }
        case .failed(let failure): return .failed("\(failure)")
        case .malformed(let error): return .failed("the answer is not HTTP: \(error)")
        case .answered(let answer):
            let body = Array(answer.body)
            guard answer.status == 200 else { return .failed("status \(answer.status)", body: body) }
            switch answer.listing {
            case .failure(let failure): return .failed("no list of peers: \(failure)", body: body)
            case .success(let listing): return .listed(body: body, listing.peers)
            }
        }
    }
}

/// Who strangers say they are.
enum Strangers {
    static let noClient = "no client could be made"

    /// A key that nobody else in the lab has.
    static func key(of vantage: HostName, _ purpose: String, at endpoint: Endpoint) -> NodeKey {
        NodeKey(seed: Seed(passphrase: "picket lab stranger \(vantage) \(purpose) \(endpoint)"))
    }
}

/// Peer handshakes as observations.
enum Handshakes {
    /// Why a handshake failed; `nil` if it was completed.
    static func failure(with endpoint: Endpoint, as vantage: HostName, timeout: Duration) -> String? {
        let outcome = Self.attempt(endpoint, as: vantage, timeout: timeout)
        if case .established = outcome { return nil }
        return Self.text(outcome)
    }

    /// What came back from a port that must be silent.
    static func answer(from endpoint: Endpoint, as vantage: HostName, timeout: Duration) -> KnockObservation.Answer {
        let outcome = Self.attempt(endpoint, as: vantage, timeout: timeout)
        switch outcome {
        case .failed(.connecting(.timedOut)), .failed(.connecting(.unreachable)): return .silence
        case .failed(.connecting(.system)), .failed(.connecting(.sourceUnavailable)), nil:
            return .notAsked(Self.text(outcome))
        default: return .answered(Self.text(outcome))
        }
    }

    /// Every stranger has a key of its own, or a node would refuse it as a duplicate.
    private static func attempt(_ endpoint: Endpoint, as vantage: HostName, timeout: Duration) -> HandshakeOutcome? {
        guard let client = try? PeerClient(), let now = NetworkTime.fromUnix(LabClock.unixTime) else { return nil }
        return client.handshake(
            with: endpoint,
            key: Strangers.key(of: vantage, "visitor", at: endpoint),
            crawl: .private,
            networkTime: now,
            timeout: timeout
        )
    }

    private static func text(_ outcome: HandshakeOutcome?) -> String {
        switch outcome {
        case .established(let peer): "a completed handshake with key \(peer.publicKey)"
        case let outcome?: outcome.failureText ?? ""
        case nil: Strangers.noClient
        }
    }
}
