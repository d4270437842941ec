import Addressing
import PeerProtocol
import Skywelld
import Testing

@testable import Crawler

@Suite("Administration client")
struct AdministrationClientTests {
    private static let key = NodeKey(seed: Seed(passphrase: "test-only link")).publicKey

    private static func response(_ body: String, status: Int = 200) throws -> HTTPResponseReader.Response {
        let head = HTTPResponseHead(
            status: status,
            reason: "",
            fields: HTTPFields(["Content-Length": String(body.utf8.count)])
        )
        var reader = HTTPResponseReader(bodyLimit: 65_536)
        var rest = (head.bytes + Array(body.utf8))[...]
        return try #require(try reader.read(&rest))
    }

    private static func peers(_ entries: String) throws -> [LinkedPeer] {
        let body = #"{"result":{"peers":\#(entries),"status":"success"}}"#
        return try AdministrationClient.peers(in: try Self.response(body))
    }

    @Test("reads who dialled, who it is, and whether it asks to be hidden, as far as that is said")
    func reads() throws {
        let key = Self.key.base58
        #expect(
            try Self.peers(#"[{"public_key":"\#(key)","address":"10.0.0.1:1"}]"#) == [
                .init(publicKey: Self.key, isInbound: false)
            ]
        )
        #expect(
            try Self.peers(#"[{"public_key":"\#(key)","inbound":true,"crawl":"private"}]"#)
                == [.init(publicKey: Self.key, isInbound: true, hidesItself: true)]
        )
        #expect(
            try Self.peers(#"[{"public_key":"\#(key)","inbound":false,"crawl":"public"}]"#)
                == [.init(publicKey: Self.key, isInbound: false, hidesItself: false)]
        )
    }

    @Test("a node without links says null; an entry without a key is passed over")
    func empty() throws {
        #expect(try Self.peers("null") == [])
        #expect(try Self.peers("[]") == [])
        #expect(try Self.peers(#"[{"public_key":"garbage"},{},1]"#) == [])
    }

    @Test(
        "whatever is no list of links is a failure",
        arguments: [
            "", "{}", "[]", #"{"result":{}}"#, #"{"result":{"peers":1}}"#, #"{"result":{"error":"noPermission"}}"#,
        ]
    )
    func failures(body: String) throws {
        let response = try Self.response(body)
        #expect(throws: AdministrationClient.Failure.self) { try AdministrationClient.peers(in: response) }
    }

    @Test("a refusal says why")
    func refusal() throws {
        let response = try Self.response("Forbidden", status: 403)
        let error = #expect(throws: AdministrationClient.Failure.self) { try AdministrationClient.peers(in: response) }
        #expect(error?.description == "status 403")
    }

    @Test("a port where nobody listens is a failure")
    func nobody() throws {
        let endpoint: Endpoint
        do {
            endpoint = try ScriptedServer(.plain, saying: "").endpoint
        }
        #expect(throws: AdministrationClient.Failure.self) {
            try AdministrationClient.peers(at: endpoint, timeout: .seconds(1))
        }
    }
}
