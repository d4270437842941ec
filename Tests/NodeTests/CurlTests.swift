import Addressing
import Node
import PeerProtocol
import Skywelld
import TestSupport
import Testing

/// What operators and their scripts use.
@Suite("Node and curl", .enabled(if: Program.works(["curl", "--version"]), "needs curl"))
struct CurlTests {
    private static func curl(_ arguments: [String]) throws -> Program.Finished {
        try Program(
            ["curl", "--silent", "--show-error", "--insecure", "--max-time", "20", "--noproxy", "*"] + arguments
        )
        .finish()
    }

    /// A place where commands are taken from whoever knows the password.
    private static func commandPort(_ service: ServerPort.Service) throws -> ServerPort {
        ServerPort(
            name: "port_rpc",
            address: .loopback,
            port: try freePort(),
            services: [service],
            administrators: .listed([.loopback]),
            credentials: .init(user: "admin", password: "not a secret")
        )
    }

    @Test(
        "/crawl is one JSON document, over TLS 1.2 alone, and there is nothing else",
        arguments: ["GET", "POST", "PUT"]
    )
    func crawl(method: String) throws {
        let node = try TestNode("sentry")
        let peer = try TestNode("peer", fixedPeers: [node.endpoint])
        _ = try node.crawl(listing: 1)
        let url = "https://\(node.endpoint)/crawl"
        let result = try Self.curl(["--request", method, "--write-out", "|%{http_code} %{content_type}", url])
        let parts = result.output.split(separator: "|", maxSplits: 1)
        #expect(result.code == 0, "\(result.all)")
        #expect(parts.last == "200 application/json")
        let document = try JSONReader.read(Array(try #require(parts.first).utf8))
        guard case .array(let peers)? = document["overlay"]?["active"] else { throw NeverCame() }
        #expect(peers.map { $0["public_key"] } == [.string(peer.key.publicKey.base64)])
        #expect(peers[0]["type"] == .string("in") && peers[0]["uptime"]?.integer != nil)
        #expect(peers[0]["version"] == .string("skywelld-0.29.60"))
        for path in ["", "crawl/", "crawl?x", "Crawl"] {
            let other = try Self.curl([
                "--output", "/dev/null", "--write-out", "%{http_code}", "https://\(node.endpoint)/\(path)",
            ])
            #expect(other.output == "403", "/\(path): \(other.all)")
        }
        #expect(try Self.curl(["--tlsv1.3", url]).code == 35)
        #expect(try Self.curl(["http://\(node.endpoint)/crawl"]).code != 0)
    }

    @Test("commands over HTTP, plain and encrypted", arguments: [ServerPort.Service.http, .https])
    func commands(service: ServerPort.Service) throws {
        let port = try Self.commandPort(service)
        let node = try TestNode("node") { $0.commandPorts = [port] }
        let url = "\(service.rawValue)://127.0.0.1:\(port.port)/"
        let user = ["--user", "admin:not a secret"]
        let ping = try Self.curl(user + ["--data", #"{"method":"ping"}"#, url])
        #expect(ping.output == "{\"result\":{\"status\":\"success\"}}\n", "\(ping.all)")
        let info = try JSONReader.read(
            Array(try Self.curl(user + ["--data", #"{"method":"server_info","params":[{}]}"#, url]).output.utf8)
        )
        #expect(info["result"]?["info"]?["pubkey_node"] == .string(node.key.publicKey.base58))
        // Two requests on one connection.
        let twice = try Self.curl(
            user + ["--write-out", "%{num_connects} ", "--data", #"{"method":"peers"}"#, url, url]
        )
        #expect(twice.output.hasSuffix("0 "), "\(twice.all)")
        // A body that curl announces before it sends it.
        let long = try Self.curl(
            user + [
                "--header", "Expect: 100-continue", "--data",
                #"{"method":"ping"}"# + String(repeating: " ", count: 5_000), url,
            ]
        )
        #expect(long.output == "{\"result\":{\"status\":\"success\"}}\n", "\(long.all)")
    }

    @Test("who has no password, asks in the wrong way, or for a page of somebody else, is told so")
    func refusals() throws {
        let port = try Self.commandPort(.http)
        let node = try TestNode("node") { $0.commandPorts = [port] }
        let url = "http://127.0.0.1:\(port.port)/"
        let status = ["--output", "/dev/null", "--write-out", "%{http_code}"]
        let user = ["--user", "admin:not a secret"]
        #expect(try Self.curl(status + ["--data", #"{"method":"ping"}"#, url]).output == "401")
        #expect(try Self.curl(status + ["--user", "admin:wrong", "--data", "{}", url]).output == "401")
        #expect(try Self.curl(status + user + [url]).output == "405")
        #expect(try Self.curl(status + user + ["--data", "{", url]).output == "400")
        #expect(try Self.curl(status + user + ["--header", "Origin: http://x", "--data", "{}", url]).output == "403")
        let large = String(repeating: "x", count: 100_000)
        #expect(try Self.curl(status + user + ["--data", large, url]).output == "413")
        _ = consume node
    }
}
