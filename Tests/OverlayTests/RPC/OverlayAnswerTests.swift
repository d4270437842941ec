import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("A node's answers about itself")
struct OverlayAnswerTests {
    /// A node with a protected link from one address and a public one from another.
    private static func bench() -> Bench {
        var bench = Bench { $0.protection = Protection(keys: [Bench.validator.publicKey]) }
        _ = bench.link(Bench.validator, from: Endpoint(IPv4Address(rawValue: 0x0A01_0A33), 4_000))
        _ = bench.link(Bench.stranger, crawl: .public)
        return bench
    }

    @Test("a guest neither sees nor counts protected peers")
    func guest() {
        let bench = Self.bench()
        for state in [
            bench.machine.serverInfo(as: .guest, hostName: "the-host", now: .seconds(9))["info"],
            bench.machine.serverState(as: .guest, now: .seconds(9))["state"],
        ] {
            #expect(state?["peers"] == .integer(1))
            #expect(state?["server_state"] == .string("connected"))
            #expect(state?["pubkey_node"] == .string(Bench.sentry.publicKey.base58))
            #expect(state?["uptime"] == .integer(9))
            #expect(state?["build_version"] == .string("0.29.60"))
            #expect(state?["pubkey_validator"] == nil)
            #expect(state?.text.contains("the-host") == false)
        }
    }

    @Test("to a guest, a node whose only peer is protected looks alone")
    func alone() {
        var bench = Bench { $0.protection = Protection(keys: [Bench.validator.publicKey]) }
        let before = bench.machine.serverState(as: .guest, now: .zero)
        _ = bench.link(Bench.validator)
        #expect(bench.machine.serverState(as: .guest, now: .zero) == before)
        #expect(bench.machine.serverState(as: .administrator, now: .zero) != before)
    }

    @Test("an administrator sees all, with the machine's name")
    func administrator() {
        let info = Self.bench().machine.serverInfo(as: .administrator, hostName: "the-host", now: .zero)["info"]
        #expect(info?["peers"] == .integer(2))
        #expect(info?["hostid"] == .string("the-host"))
        #expect(info?["pubkey_validator"] == .string("none"))
    }

    @Test("an administrator sees the key of the host's validator, voice or not")
    func validatorKey() {
        let bench = Bench { $0.validationKey = Bench.validator.publicKey }
        let info = bench.machine.serverInfo(as: .administrator, hostName: "the-host", now: .zero)["info"]
        #expect(info?["pubkey_validator"] == .string(Bench.validator.publicKey.base58))
    }

    @Test("the list of peers has addresses and says who is protected")
    func peers() {
        let list = Self.bench().machine.peerList(now: .seconds(3))
        guard case .array(let entries)? = list["peers"] else { return #expect(Bool(false), "no list") }
        let byKey = Dictionary(entries.map { ($0["public_key"]?.string ?? "", $0) }) { $1 }
        let protected = byKey[Bench.validator.publicKey.base58]
        #expect(protected?["address"] == .string("10.1.10.51:4000"))
        #expect(protected?["protected"] == .boolean(true) && protected?["inbound"] == .boolean(true))
        #expect(byKey[Bench.stranger.publicKey.base58]?["protected"] == nil)
        #expect(protected?["crawl"] == .string("private"))
        #expect(byKey[Bench.stranger.publicKey.base58]?["crawl"] == .string("public"))
        #expect(entries.count == 2)
        #expect(Bench().machine.peerList(now: .zero)["peers"] == .null)
    }

    @Test("what a peer costs, where it stands, and what its cluster says of itself are told to an administrator")
    func cost() throws {
        let member = NodeKey(seed: Seed(passphrase: "member"))
        let silent = NodeKey(seed: Seed(passphrase: "silent member"))
        var bench = Bench {
            $0.clusterKeys = [member.publicKey, silent.publicKey, Bench.sentry.publicKey]
            $0.clusterNames = [member.publicKey: "east"]
        }
        let link = bench.link(member)
        _ = bench.link(Bench.stranger, from: Endpoint(IPv4Address(rawValue: 0xCB00_710A), 4_000))
        let report = Cluster(nodes: [
            Cluster.Node(publicKey: silent.publicKey.base58, reportTime: 5, load: 1_024),
            Cluster.Node(publicKey: member.publicKey.base58, reportTime: 5, load: 512, name: "another name"),
        ])
        _ = bench.feed(Message.cluster(report).received(on: link))
        for _ in 0..<100 { _ = bench.feed(Message.ping(Ping(.ping, sequence: 1)).received(on: link)) }
        bench.now += .seconds(4)
        let list = bench.machine.peerList(now: bench.now)
        guard case .array(let entries)? = list["peers"] else { return #expect(Bool(false), "no list") }
        let byKey = Dictionary(entries.map { ($0["public_key"]?.string ?? "", $0) }) { $1 }
        let entry = try #require(byKey[member.publicKey.base58])
        #expect(entry["name"] == .string("east") && entry["cluster"] == .boolean(true))
        #expect(entry["sanity"] == .string("unknown"))
        let stranger = try #require(byKey[Bench.stranger.publicKey.base58])
        #expect(stranger["load"] == .integer(0) && stranger["name"] == nil)
        let cluster = try #require(list["cluster"]?.members)
        #expect(cluster[member.publicKey.base58]?.text == #"{"age":4,"fee":2.0,"tag":"east"}"#)
        #expect(cluster[silent.publicKey.base58]?.text == "{}")
        #expect(cluster.count == 2)
        #expect(Bench().machine.peerList(now: .zero)["cluster"] == nil)
    }

    @Test("what a peer costs is its balance; from the warning on it is said once, until it has become cheap again")
    func warning() throws {
        var bench = Bench()
        let link = bench.link(Bench.stranger)
        func costly(_ bench: inout Bench) -> Int { bench.takeNotices().count { $0.name == "peer-costly" } }
        for _ in 0..<200 { _ = bench.feed(Message.ping(Ping(.ping, sequence: 1)).received(on: link)) }
        _ = bench.takeNotices()
        let before = try #require(bench.machine.peerReports(now: bench.now).first)
        #expect(before.load == 200 * 50 / 32 && before.standing == .good)
        for _ in 0..<1_000 {
            _ = bench.feed(Message.ping(Ping(.ping, sequence: 1)).received(on: link))
            _ = bench.feed(.queueDrained(link))
        }
        #expect(costly(&bench) == 1)
        bench.now += .seconds(200)
        for _ in 0..<1_000 {
            _ = bench.feed(Message.ping(Ping(.ping, sequence: 1)).received(on: link))
            _ = bench.feed(.queueDrained(link))
        }
        #expect(costly(&bench) == 1)
        #expect(bench.machine.counts["peers_costly"] == .integer(2))
    }

    @Test("relay latency is a histogram whose buckets add up")
    func latency() {
        var histogram = LatencyHistogram()
        for nanoseconds in [99_999, 100_000, 100_001, 3_000_000, 2_500_000_000] as [Int64] {
            histogram.note(nanoseconds: nanoseconds)
        }
        let lines = Bench().machine.metrics(now: .zero, relay: histogram).split(separator: "\n")
        let values = lines.filter { $0.hasPrefix("picket_relay_seconds_") }.map { $0.dropFirst(21) }
        #expect(values.first == #"bucket{le="0.000100000"} 2"#)
        #expect(values.contains(#"bucket{le="0.000250000"} 3"#) && values.contains(#"bucket{le="0.002500000"} 3"#))
        #expect(values.contains(#"bucket{le="0.005000000"} 4"#) && values.contains(#"bucket{le="1.000000000"} 4"#))
        #expect(values.suffix(3) == [#"bucket{le="+Inf"} 5"#, "sum 2.503300000", "count 5"])
    }

    @Test("metrics count links by direction and kind, messages by type, and ends by reason; they name nobody")
    func metrics() throws {
        var bench = Self.bench()
        let id = bench.link(NodeKey(seed: Seed(passphrase: "third")), from: Endpoint(Bench.remote.address, 40_001))
        _ = bench.feed(Message.ping(Ping(.ping, sequence: 1)).received(on: id))
        _ = bench.feed(.bytesReceived(id, [0, 0, 0, 2, 0, 77, 1, 2]))
        _ = bench.feed(.connectionClosed(id, .reset))
        let refused = bench.accept()
        _ = bench.feed("noise\u{1}", to: refused)
        let text = bench.machine.metrics(now: .seconds(5))
        let lines = Set(text.split(separator: "\n").map(String.init))
        for line in [
            #"picket_peers{direction="in",kind="protected"} 1"#, #"picket_peers{direction="in",kind="other"} 1"#,
            #"picket_peers{direction="out",kind="fixed"} 0"#, #"picket_slots_used{direction="in"} 1"#,
            #"picket_slots{direction="in"} 11"#, #"picket_messages_total{direction="in",type="ping"} 1"#,
            #"picket_messages_total{direction="out",type="ping"} 1"#,
            #"picket_message_bytes_total{direction="in",type="unknown"} 8"#,
            #"picket_links_made_total{reason="in"} 3"#, #"picket_links_lost_total{reason="reset"} 1"#,
            #"picket_handshakes_refused_total{reason="malformed-http"} 1"#, "picket_uptime_seconds 5",
        ] {
            #expect(lines.contains(line), "\(line)\n\(text)")
        }
        let names =
            [Bench.validator, Bench.stranger, Bench.sentry].map(\.publicKey.base58) + ["10.1.10.51", "203.0.113.9"]
        #expect(names.allSatisfy { !text.contains($0) })
        let types = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(types.count == Set(types).count)
    }

    @Test("an operator's wish to connect is a dial, once")
    func connects() {
        var bench = Bench()
        _ = bench.feed(.started)
        #expect(
            bench.feed(.connectRequested(Bench.remote)).contains {
                if case .dial(_, Bench.remote) = $0 { true } else { false }
            }
        )
        #expect(bench.feed(.connectRequested(Bench.remote)) == [])
    }
}
