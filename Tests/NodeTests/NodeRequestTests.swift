import Addressing
import Glibc
import Logging
import Overlay
import PeerProtocol
import Skywelld
import Synchronization
import Testing

@testable import Node

@Suite("Node on sockets: commands and metrics")
struct NodeRequestTests {
    /// A node with a port for commands and one for metrics.
    private struct Commanded: ~Copyable {
        let node: Node
        let endpoint: Endpoint
        let log: CapturedLog
        let stops: Stops

        init(
            _ administrators: ServerPort.Administrators = .listed([.loopback]),
            credentials: ServerPort.Credentials? = nil,
            service: ServerPort.Service = .http,
            limits: ShellLimits = .standard,
            protecting: Set<NodePublicKey> = [],
            relaysTransactions: Bool = false
        ) throws {
            var overlay = Overlay.Configuration(
                nodeKey: NodeKey(seed: Seed(passphrase: "test-only commanded")),
                isPrivate: false,
                userAgent: NodeConfiguration.stockUserAgent
            )
            overlay.protection = Protection(keys: protecting)
            overlay.relaysTransactions = relaysTransactions
            var configuration = NodeConfiguration(overlay, listener: .init(address: .loopback, port: nil))
            let port = ServerPort(
                name: "port_rpc",
                address: .loopback,
                port: try freePort(),
                services: [service],
                administrators: administrators,
                credentials: credentials
            )
            configuration.commandPorts = [port]
            configuration.metricsListener = .init(address: .loopback, port: nil)
            let (log, stops) = (CapturedLog(), Stops())
            let node = try Node.start(
                configuration,
                shellLimits: limits,
                logger: log.logger,
                seed: 1,
                stopRequested: { stops.count.withLock { $0 += 1 } }
            )
            self.init(node: node, endpoint: Endpoint(.loopback, port.port), log: log, stops: stops)
        }

        private init(node: Node, endpoint: Endpoint, log: CapturedLog, stops: Stops) {
            self.node = node
            self.endpoint = endpoint
            self.log = log
            self.stops = stops
        }

        deinit {
            self.node.stop()
        }

        func ask(_ method: String, _ parameters: String = "{}", fields: String = "") throws -> JSONValue {
            let body = #"{"method":"\#(method)","params":[\#(parameters)]}"#
            let answer = try RequestClient.ask(self.endpoint, body, fields: fields)
            try #require(answer.status == "200")
            return try #require(try JSONReader.read(Array(answer.body.utf8))["result"])
        }
    }

    private final class Stops: Sendable {
        let count = Mutex(0)
    }

    @Test("commands are answered: ping, server_info, server_state, get_counts")
    func simple() throws {
        let node = try Commanded()
        #expect(try node.ask("ping") == .object(["status": .string("success")]))
        let key = NodeKey(seed: Seed(passphrase: "test-only commanded")).publicKey.base58
        #expect(try node.ask("server_info")["info"]?["pubkey_node"] == .string(key))
        #expect(try node.ask("server_state")["state"]?["peers"] == .integer(0))
        #expect(try node.ask("get_counts")["links_made_in"] == .integer(0))
        #expect(try node.ask("nonsense")["error"] == .string("unknownCmd"))
    }

    @Test("connect makes a link, which peers shows to an administrator")
    func connects() throws {
        let other = try TestNode("other")
        let node = try Commanded()
        let answer = try node.ask("connect", #"{"ip":"127.0.0.1","port":\#(other.endpoint.port)}"#)
        #expect(answer["message"] == .string("connecting"))
        _ = try other.crawl(listing: 1)
        var entries: [JSONValue] = []
        try eventually {
            guard case .array(let list)? = try node.ask("peers")["peers"] else { return false }
            entries = list
            return true
        }
        #expect(entries.map { $0["address"] } == [.string(other.endpoint.description)])
        #expect(entries.map { $0["public_key"] } == [.string(other.key.publicKey.base58)])
    }

    @Test("a protected peer is there for an administrator, and for nobody else")
    func protected() throws {
        let validator = NodeKey(seed: Seed(passphrase: "test-only validator"))
        for role in [ServerPort.Administrators.listed([.loopback]), .listed([])] {
            let node = try Commanded(role, protecting: [validator.publicKey])
            let peer = try TestNode("validator", isPrivate: true, fixedPeers: [try #require(node.node.endpoint)])
            try peer.logs("peer-active")
            let isAdministrator = role != .listed([])
            if isAdministrator {
                try eventually { try node.ask("server_info")["info"]?["peers"] == .integer(1) }
                #expect(try node.ask("peers").text.contains(validator.publicKey.base58))
            } else {
                let info = try node.ask("server_info")
                #expect(info["info"]?["peers"] == .integer(0))
                #expect(try node.ask("peers")["error_code"] == .integer(6))
                #expect(!info.text.contains(validator.publicKey.base58))
            }
        }
    }

    @Test("a guest cannot stop the node, an administrator can")
    func stops() throws {
        let closed = try Commanded(.listed([]))
        #expect(try closed.ask("stop")["error"] == .string("noPermission"))
        #expect(closed.stops.count.withLock { $0 } == 0)
        let open = try Commanded()
        #expect(try open.ask("stop")["message"] == .string("skywelld server stopping"))
        #expect(open.stops.count.withLock { $0 } == 1)
    }

    @Test("log_level changes what is logged")
    func logLevel() throws {
        let node = try Commanded()
        #expect(try node.ask("log_level", #"{"severity":"fatal"}"#)["status"] == .string("success"))
        #expect(try node.ask("log_level")["levels"]?["base"] == .string("fatal"))
        let before = node.log.all.count
        _ = try node.ask("stop")
        #expect(node.log.all.count == before)
        _ = try node.ask("log_level", #"{"severity":"info"}"#)
        _ = try node.ask("stop")
        #expect(node.log.all.count == before + 1)
    }

    @Test("a port with a password lets nobody in without it")
    func credentials() throws {
        let node = try Commanded(credentials: ServerPort.Credentials(user: "u", password: "p"))
        let refused = try RequestClient.ask(node.endpoint, #"{"method":"ping"}"#)
        #expect(refused.status == "401")
        #expect(try node.ask("ping", fields: "Authorization: Basic \(Base64.encode(Array("u:p".utf8)))\r\n") != .null)
    }

    @Test(
        "what is no command is refused with its reason",
        arguments: [
            ("POST", "{", "", "400"), ("POST", "{}", "", "400"), ("GET", "", "", "405"),
            ("POST", #"{"method":"ping"}"#, "Origin: http://evil.example\r\n", "403"),
            ("POST", #"{"method":"ping"}"#, "Transfer-Encoding: chunked\r\n", "411"),
            ("POST", String(repeating: " ", count: 65_537), "", "413"),
            ("POST", "", "A: \(String(repeating: "a", count: 17_000))\r\n", "431"),
            ("P/ST", "", "", "400"),
        ]
    )
    func refusals(method: String, body: String, fields: String, status: String) throws {
        let node = try Commanded()
        #expect(try RequestClient.ask(node.endpoint, body, method: method, fields: fields).status == status)
    }

    @Test("requests on one connection are answered in their order, however they come")
    func pipelined() throws {
        let node = try Commanded()
        let client = try RequestClient(node.endpoint)
        let bodies = (0..<50).map { #"{"method":"\#($0 % 2 == 0 ? "ping" : "nonsense")"}"# }
        client.say(bodies.map { "POST / HTTP/1.1\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined())
        client.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        let answer = try client.readAll()
        let results = answer.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("{\"result\"") }
        #expect(results.map { $0.contains("unknownCmd") } == (0..<50).map { $0 % 2 == 1 })
        #expect(answer.hasSuffix("Method Not Allowed\r\n"))
    }

    @Test("a burst of thousands of small requests costs no stack", arguments: [ServerPort.Service.http, .ws])
    func burst(service: ServerPort.Service) throws {
        let node = try Commanded(service: service)
        let client = try RequestClient(node.endpoint)
        let count = 5_000
        if service == .http {
            client.say(String(repeating: "GET / HTTP/1.1\r\n\r\n", count: count - 1))
            client.say("GET / HTTP/1.0\r\n\r\n")
            #expect(try client.readAll().count(of: "405 Method Not Allowed") == count)
        } else {
            client.say(Self.opening)
            client.say((0..<count).flatMap { _ in [0x89, 0x80, 0, 0, 0, 0] as [UInt8] } + Self.closing)
            let pong = "\u{FFFD}\u{0}"
            #expect(try client.readAll().count(of: pong) == count)
        }
    }

    private static let opening = """
        GET / HTTP/1.1\r
        Host: node\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r

        """
    private static let closing: [UInt8] = [0x88, 0x80, 0, 0, 0, 0]

    /// A short message as a client sends it; the mask is zero.
    private static func message(_ text: String) -> [UInt8] {
        [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0] + Array(text.utf8)
    }

    @Test("commands over a WebSocket are answered in its form, with the roles of the port")
    func webSocket() throws {
        let node = try Commanded(.listed([]), service: .ws)
        let client = try RequestClient(node.endpoint)
        client.say(Self.opening)
        client.say(Self.message(#"{"id":7,"command":"ping"}"#) + Self.message(#"{"id":"x","command":"peers"}"#))
        client.say(Self.message("{") + Self.message(#"{"id":8,"command":"server_info"}"#) + Self.closing)
        let answer = try client.readAll()
        for part in [
            "HTTP/1.1 101 Switching Protocols", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            #"{"id":7,"result":{},"status":"success","type":"response"}"#,
            #"{"error":"noPermission","error_code":6,"#, #""id":"x","status":"error","type":"response"}"#,
            #"{"error":"jsonInvalid""#, #"{"id":8,"result":{"info":{"#,
        ] {
            #expect(answer.contains(part), "\(part)")
        }
    }

    @Test(
        "a WebSocket port is closed to pages, to those without its password and to plain HTTP",
        arguments: [
            ("Sec-WebSocket-Version: 13", "Origin: http://evil.example\r\nSec-WebSocket-Version: 13", "403"),
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", "400"), ("Upgrade: websocket\r\n", "", "400"),
        ]
    )
    func webSocketRefused(field: String, other: String, status: String) throws {
        let node = try Commanded(service: .ws)
        let client = try RequestClient(node.endpoint)
        client.say(Self.opening.replacing(field, with: other))
        #expect(try client.readAll().hasPrefix("HTTP/1.1 \(status) "))
        let locked = try Commanded(credentials: ServerPort.Credentials(user: "u", password: "p"), service: .ws)
        let stranger = try RequestClient(locked.endpoint)
        stranger.say(Self.opening)
        #expect(try stranger.readAll().hasPrefix("HTTP/1.1 401 "))
    }

    @Test("a silent WebSocket is pinged, and then dropped")
    func silentWebSocket() throws {
        var limits = ShellLimits.standard
        limits.webSocketPing = .milliseconds(200)
        let node = try Commanded(service: .ws, limits: limits)
        let client = try RequestClient(node.endpoint)
        client.say(Self.opening)
        #expect(try client.readAll().hasSuffix("\r\n\r\n\u{FFFD}\u{0}"))
    }

    @Test("a byte now and then does not keep a WebSocket alive: only what is whole does")
    func drippingWebSocket() throws {
        var limits = ShellLimits.standard
        limits.webSocketPing = .milliseconds(200)
        let node = try Commanded(service: .ws, limits: limits)
        let client = try RequestClient(node.endpoint)
        client.say(Self.opening)
        client.say([0x81, 0xFE, 0x40, 0, 0, 0, 0, 0])
        var isCut = false
        for _ in 0..<200 where !isCut {
            isCut = client.say([UInt8(ascii: "x")]) < 0
            poll(nil, 0, 20)
        }
        #expect(isCut)
    }

    @Test("a full port of commands leaves the counters alone")
    func metricsHaveRoom() throws {
        var limits = ShellLimits.standard
        limits.requestConnections = 4
        let node = try Commanded(limits: limits)
        let silent = try (0..<4).map { _ in try RequestClient(node.endpoint) }
        #expect(try RequestClient(node.endpoint).readAll() == "")
        let endpoint = try #require(node.node.metricsEndpoint)
        #expect(try RequestClient.ask(endpoint, "", method: "GET", target: "/metrics").status == "200")
        #expect(silent.count == 4)
    }

    @Test("connections have a limit and a time, and peers notice nothing of a full house")
    func limits() throws {
        var limits = ShellLimits.standard
        limits.requestConnections = 4
        limits.requestTimeout = .milliseconds(300)
        let node = try Commanded(limits: limits)
        let silent = try (0..<4).map { _ in try RequestClient(node.endpoint) }
        for client in silent { client.say("POST / HTTP/1.1\r\n") }
        #expect(try RequestClient(node.endpoint).readAll() == "")
        let peer = try TestNode("peer", fixedPeers: [try #require(node.node.endpoint)])
        _ = try peer.crawl(listing: 1)
        for client in silent { #expect(try client.readAll() == "") }
        try eventually { (try? node.ask("ping")) != nil }
    }

    @Test("who sends requests and never reads costs a bounded amount, and is dropped")
    func slowReader() throws {
        var limits = ShellLimits.standard
        limits.requestTimeout = .milliseconds(500)
        let node = try Commanded(limits: limits)
        let client = try RequestClient(node.endpoint)
        let requests = String(
            repeating: "POST / HTTP/1.1\r\nContent-Length: 23\r\n\r\n{\"method\":\"get_counts\"}",
            count: 200
        )
        var taken = 0
        for _ in 0..<100_000 {
            let count = client.say(Array(requests.utf8))
            guard count > 0 else { break }
            taken += count
        }
        #expect(taken < 64 << 20)
        #expect(try node.ask("ping") != .null)
    }

    @Test("who goes on after a refusal is cut off")
    func chatterer() throws {
        let node = try Commanded()
        let client = try RequestClient(node.endpoint)
        client.say("NOISE\r\n\r\n")
        var taken = 0
        let noise = [UInt8](repeating: 65, count: 65_536)
        while taken < 256 << 20, case let count = client.say(noise), count > 0 { taken += count }
        #expect(taken < 64 << 20)
    }

    @Test("the counters are there for Prometheus, and nothing else is")
    func metrics() throws {
        let node = try Commanded()
        let endpoint = try #require(node.node.metricsEndpoint)
        let page = try RequestClient.ask(endpoint, "", method: "GET", target: "/metrics")
        #expect(page.status == "200" && page.body.contains("picket_peers{direction=\"in\",kind=\"other\"} 0\n"))
        #expect(try RequestClient.ask(endpoint, "", method: "GET", target: "/").status == "404")
        #expect(try RequestClient.ask(endpoint, #"{"method":"stop"}"#, target: "/metrics").status == "405")
        #expect(node.stops.count.withLock { $0 } == 0)
    }

    @Test("a message that is sent on is counted with the time that it took")
    func relayLatency() throws {
        let node = try Commanded(relaysTransactions: true)
        let metrics = try #require(node.node.metricsEndpoint)
        let target = try #require(node.node.endpoint)
        func measured() throws -> Bool {
            let page = try RequestClient.ask(metrics, "", method: "GET", target: "/metrics").body
            return page.contains("\npicket_relay_seconds_count 1\n")
                && !page.contains("picket_relay_seconds_sum 0.0000000000")
        }
        let listener = try TestNode("listener", fixedPeers: [target])
        _ = try listener.crawl(listing: 1)
        #expect(try !measured())
        let transaction = Message.transaction(Transaction([1, 2, 3], status: .new))
        let sender = try SecurePeer(target).upgrade().say(transaction.frame.bytes)
        try eventually(measured)
        sender.leave()
    }

    @Test("curl understands the answers, plain and over TLS", arguments: [ServerPort.Service.http, .https])
    func curl(service: ServerPort.Service) throws {
        let node = try Commanded(service: service)
        let url = "\(service.rawValue)://\(node.endpoint)/"
        let command = "curl -sk --max-time 10 -d '{\"method\":\"server_info\"}' \(url)"
        let pipe = try #require(popen(command, "r"))
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { output += buffer[..<count] }
        let status = pclose(pipe)
        try #require(status >> 8 != 127, "curl is not installed")
        #expect(status == 0)
        #expect(try JSONReader.read(output)["result"]?["status"] == .string("success"))
    }
}

extension String {
    /// How often another text is in this one.
    fileprivate func count(of text: String) -> Int {
        self.split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
