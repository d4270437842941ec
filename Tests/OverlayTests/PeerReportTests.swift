import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Reports on peers")
struct PeerReportTests {
    @Test("say what is known of each link, in the order of the keys")
    func reports() {
        var bench = Bench(fixedPeers: [Bench.fixed]) {
            $0.protection = Protection(keys: [Bench.validator.publicKey])
            $0.clusterKeys = [Bench.stranger.publicKey]
        }
        let fixed = bench.dialAndLink(NodeKey(seed: Seed(passphrase: "fixed")))
        _ = bench.link(Bench.validator)
        let member = bench.link(Bench.stranger, crawl: .public)
        let status = StatusChange(event: .acceptedLedger, ledgerSequence: 7)
        _ = bench.feed(Message.statusChange(status).received(on: member))
        bench.now = .seconds(2)
        let reports = bench.machine.peerReports(now: bench.now)
        #expect(reports.map(\.publicKey) == reports.map(\.publicKey).sorted() && reports.count == 3)
        let byKey = Dictionary(reports.map { ($0.publicKey, $0) }, uniquingKeysWith: { $1 })
        let protected = byKey[Bench.validator.publicKey]
        #expect(protected?.isProtected == true && protected?.standing == nil && protected?.uptime == .seconds(2))
        let stranger = byKey[Bench.stranger.publicKey]
        #expect(stranger?.status == status && stranger?.isClusterMember == true && stranger?.crawl == .public)
        #expect(reports.count { $0.isFixed } == 1)
        let use = bench.machine.slotUse
        #expect(use.inbound == 0 && use.outbound == 0 && use.inboundMaximum == 11 && use.outboundMaximum == 10)
        _ = bench.feed(.connectionClosed(fixed, .reset))
        #expect(bench.machine.peerReports(now: bench.now).count == 2)
    }

    @Test("smooth the latency, and forget it when a pong does not fit")
    func latency() throws {
        var bench = Bench()
        let id = bench.link()
        var latencies: [Duration?] = []
        var untilPing = Duration.seconds(3)
        for delay in [80, 160, 0].map({ Duration.milliseconds($0) }) {
            let sent = bench.advance(by: untilPing)
            _ = bench.feed(.queueDrained(id))
            let ping = try #require(try Self.ping(in: sent, on: id))
            _ = bench.advance(by: delay)
            let answer = delay == .zero ? Ping(.pong, sequence: 99_999) : ping.pong
            _ = bench.feed(Message.ping(answer).received(on: id))
            latencies.append(bench.machine.peerReports(now: bench.now).first?.latency)
            untilPing = .seconds(15) - delay
        }
        #expect(latencies == [.milliseconds(80), .milliseconds(90), nil])
    }

    private static func ping(in actions: [Action], on id: ConnectionID) throws -> Ping? {
        for case .send(id, let bytes) in actions {
            var decoder = FrameDecoder(wanted: [.ping])
            var rest = bytes[...]
            guard case .frame(let frame)? = try decoder.read(&rest) else { continue }
            return try Ping(payload: frame.payload)
        }
        return nil
    }

    @Test("a member of the cluster is told of us every ten seconds, and of nobody else")
    func cluster() throws {
        var bench = Bench {
            $0.protection = Protection(keys: [Bench.validator.publicKey])
            $0.clusterKeys = [Bench.stranger.publicKey, Bench.validator.publicKey]
        }
        _ = bench.link(Bench.validator)
        let member = bench.link(Bench.stranger)
        var reports: [Cluster] = []
        for _ in 0..<35 {
            for case .send(member, let bytes) in bench.advance(by: .seconds(1)) {
                var decoder = FrameDecoder(wanted: [.cluster])
                var rest = bytes[...]
                guard case .frame(let frame)? = try decoder.read(&rest), case .cluster(let report)? = try Message(frame)
                else { continue }
                reports.append(report)
            }
            _ = bench.feed(.queueDrained(member))
        }
        #expect(reports.count == 3)
        for report in reports {
            #expect(report.nodes.map(\.publicKey) == [Bench.sentry.publicKey.base58] && report.loadSources.isEmpty)
        }
    }
}
