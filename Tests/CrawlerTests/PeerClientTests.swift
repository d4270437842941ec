import PeerProtocol
import Skywelld
import Testing

@testable import Crawler

@Suite("Peer client")
struct PeerClientTests {
    private let key = NodeKey(seed: Seed(passphrase: "test-only node"))
    private let session: SessionValue

    init() throws {
        self.session = try #require(SessionValue(bytes: [UInt8](repeating: 9, count: SessionValue.length)))
    }

    /// What comes of a response with these fields and this body.
    private func outcome(
        _ status: Int,
        _ fields: HTTPFields = HTTPFields(),
        body: String = ""
    ) throws -> HandshakeOutcome {
        var fields = fields
        fields.append("Content-Length", String(body.utf8.count))
        let head = HTTPResponseHead(status: status, reason: "", fields: fields)
        return try self.outcome(of: head.bytes + [UInt8](body.utf8))
    }

    private func outcome(of bytes: [UInt8]) throws -> HandshakeOutcome {
        var reader = HTTPResponseReader(bodyLimit: PeerClient.bodyMaximum)
        var rest = bytes[...]
        return PeerClient.judge(try #require(try reader.read(&rest)), self.session)
    }

    private func accepted(publicKey: String? = nil, signature: [UInt8]? = nil) throws -> HandshakeOutcome {
        let fields = HandshakeFields(
            software: "skywelld-0.29.60",
            crawl: .public,
            publicKey: publicKey ?? self.key.publicKey.base58,
            signature: signature ?? self.key.sign(digest: self.session.bytes),
            networkTime: 1
        )
        return try self.outcome(of: HandshakeResponse(fields).bytes)
    }

    @Test("a signed 101 is a peer, with what it says about itself")
    func established() throws {
        let peer = HandshakeOutcome.Peer(
            publicKey: self.key.publicKey,
            version: "skywelld-0.29.60",
            crawl: .public
        )
        #expect(try self.accepted() == .established(peer))
    }

    @Test("a signature of another session, by another key, or of nothing proves nothing")
    func unproven() throws {
        let other = NodeKey(seed: Seed(passphrase: "test-only other"))
        #expect(try self.accepted(signature: self.key.sign(digest: [UInt8](repeating: 8, count: 32))) == .unproven)
        #expect(try self.accepted(signature: other.sign(digest: self.session.bytes)) == .unproven)
        #expect(try self.accepted(publicKey: other.publicKey.base58) == .unproven)
        #expect(try self.accepted(publicKey: "n9MTvFGMWNinqe8mczfGXeSsGxLX28oV1zUubrKwiUFz49kmNWvJ") == .unproven)
        #expect(try self.accepted(signature: [1]) == .unproven)
    }

    @Test("a 101 without the headers of a peer is incomplete")
    func incomplete() throws {
        #expect(try self.outcome(101) == .incomplete(.versionMissing))
        let fields = HTTPFields(["Upgrade": "RTXP/1.2"])
        #expect(try self.outcome(101, fields) == .incomplete(.publicKeyMissing))
    }

    @Test(
        "a 503 is a refusal, with the addresses it names",
        arguments: [
            (#"{"peer-ips":[]}"#, []),
            (#"{"peer-ips":["10.0.0.1:50333","10.0.0.2"]}"#, ["10.0.0.1:50333", "10.0.0.2"]),
            ("", []), ("garbage", []), (#"{"peer-ips":[1]}"#, []), (#"{"other":["10.0.0.1"]}"#, []),
        ]
    )
    func refused(body: String, peers: [String]) throws {
        #expect(try self.outcome(503, body: body) == .refused(peers: peers))
    }

    @Test("no more addresses are taken than a stock server would take")
    func refusedWithMany() throws {
        let body = "{\"peer-ips\":[\(Array(repeating: "\"10.0.0.1\"", count: 100).joined(separator: ","))]}"
        let outcome = try self.outcome(503, body: body)
        #expect(outcome == .refused(peers: Array(repeating: "10.0.0.1", count: 30)))
    }

    @Test("other statuses are what they are")
    func others() throws {
        #expect(try self.outcome(403, body: "Forbidden\r\n") == .forbidden)
        #expect(try self.outcome(200) == .rejected(status: 200))
    }

    @Test("a visit that was refused says so, and hears nothing")
    func refusedVisit() throws {
        let answer = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
        let server = try ScriptedServer(saying: answer)
        let visit = try PeerClient().visit(
            server.endpoint,
            key: self.key,
            crawl: .private,
            networkTime: 1,
            timeout: .seconds(5),
            saying: [],
            for: .seconds(5)
        ) { _, _ in true }
        #expect(visit == PeerClient.Visit(handshake: .refused(peers: []), end: nil, said: Array(answer.utf8)))
        #expect(visit.failure == "503, no slot")
    }

    @Test("whether a visitor could stay is told apart from why it left")
    func visitEnds() {
        let peer = HandshakeOutcome.Peer(publicKey: self.key.publicKey, version: "", crawl: .private)
        let ends: [(PeerClient.VisitEnd, String?)] = [
            (.heardEnough, nil), (.timeOver, nil),
            (.lost("closed by the other end"), "lost as a peer: closed by the other end"),
        ]
        for (end, failure) in ends {
            #expect(PeerClient.Visit(handshake: .established(peer), end: end).failure == failure)
        }
    }
}
