import PeerProtocol
import Skywelld
import TestSupport
import Testing

@Suite("Handshake")
struct HandshakeTests {
    private struct Upgrade: Decodable {
        let upgrade: String
        let versions: [String]
        let isPeerUpgrade: Bool
        let protocolCheckPasses: Bool
    }

    private struct Crawl: Decodable {
        let value: String
        let safeRule: Bool
    }

    private struct Connect: Decodable {
        let value: String
        let recommended: Bool
    }

    private static func request(_ text: String) throws -> HTTPRequestHead {
        var reader = HTTPHeadReader<HTTPRequestHead>()
        var bytes = Array(text.utf8)[...]
        return try #require(try reader.read(&bytes))
    }

    private static func response(_ text: String) throws -> HTTPResponseHead {
        var reader = HTTPHeadReader<HTTPResponseHead>()
        var bytes = Array(text.utf8)[...]
        return try #require(try reader.read(&bytes))
    }

    /// The vector's request with lines exchanged.
    private static func request(replacing old: String, with new: String) throws -> HTTPRequestHead {
        let text = try VectorFile.text("request", of: "http_handshake")
        #expect(text.contains(old))
        return try self.request(text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
    }

    @Test("reads the vector's request, verifies it, and writes it byte for byte but for one spelling")
    func requestVector() throws {
        let text = try VectorFile.text("request", of: "http_handshake")
        let digest = bytes(try VectorFile.text("shared_value", of: "http_handshake"))
        let head = try Self.request(text)
        #expect(ConnectAs.allowsPeer(head.fields["Connect-As"]))
        let request = try HandshakeRequest(head)
        #expect(request.versions == [.current])
        #expect(request.fields.software == "skywelld-0.29.60")
        #expect(request.fields.crawl == .private)
        #expect(request.fields.networkTime == 731_242_816)
        #expect(request.fields.closedLedger == Array(0..<32))
        #expect(request.fields.previousLedger == Array(32..<64))
        let key = try #require(NodePublicKey(base58: request.fields.publicKey))
        #expect(key == NodeKey(seed: Seed(passphrase: "test-only validator node seed")).publicKey)
        #expect(key.isValidSignature(request.fields.signature, digest: digest))
        let expected = text.split(separator: "Connect-As: Peer").joined(separator: "Connect-As: peer")
        #expect(String(decoding: HandshakeRequest(request.fields).bytes, as: UTF8.self) == expected)
    }

    @Test("reads the vector's response, verifies it, and writes it byte for byte")
    func responseVector() throws {
        let text = try VectorFile.text("response", of: "http_handshake")
        let digest = bytes(try VectorFile.text("shared_value", of: "http_handshake"))
        let response = try HandshakeResponse(try Self.response(text))
        #expect(response.fields.crawl == .public)
        let key = try #require(NodePublicKey(base58: response.fields.publicKey))
        #expect(key.isValidSignature(response.fields.signature, digest: digest))
        #expect(String(decoding: response.bytes, as: UTF8.self) == text)
    }

    @Test("answers in the version of HTTP of the request")
    func httpVersion() throws {
        let fields = try HandshakeRequest(try Self.request(try VectorFile.text("request", of: "http_handshake"))).fields
        let text = String(decoding: HandshakeResponse(fields, httpVersion: .http10).bytes, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.0 101 Switching Protocols\r\n"))
    }

    @Test("optional fields may be missing, and are not written then")
    func optional() throws {
        let head = try Self.request(
            "GET / HTTP/1.1\r\nUpgrade: RTXP/1.2\r\nPublic-Key: n9x\r\nSession-Signature: MAA=\r\n\r\n"
        )
        let fields = try HandshakeRequest(head).fields
        #expect(fields.software == "" && fields.crawl == .private)
        #expect(fields.networkTime == nil && fields.closedLedger == nil && fields.previousLedger == nil)
        let text = String(decoding: HandshakeRequest(fields).bytes, as: UTF8.self)
        for name in ["User-Agent", "Network-Time", "Ledger"] { #expect(!text.contains(name)) }
    }

    @Test(
        "refuses a request with a field missing or malformed",
        arguments: [
            ("Upgrade: RTXP/1.2\r\n", "", HandshakeError.versionMissing),
            ("Upgrade: RTXP/1.2", "Upgrade: websocket", .versionMissing),
            ("Public-Key: ", "Public-Kee: ", .publicKeyMissing),
            ("Session-Signature: ", "Session: ", .signatureMissing),
            ("Session-Signature: ", "Session-Signature: *", .malformedSignature),
            ("Session-Signature: M", "Session-Signature: ", .malformedSignature),
            ("731242816", "-1", .malformedNetworkTime),
            ("731242816", "7312428160000000000000", .malformedNetworkTime),
            ("731242816", "7e8", .malformedNetworkTime),
            ("Closed-Ledger: AAEC", "Closed-Ledger: ", .malformedLedger),
            ("Previous-Ledger: I", "Previous-Ledger: ", .malformedLedger),
            ("Crawl: private", "Ledger: x", .malformedLedger),
        ]
    )
    func malformed(old: String, new: String, expected: HandshakeError) throws {
        let head = try Self.request(replacing: old, with: new)
        #expect(throws: expected) { try HandshakeRequest(head) }
    }

    @Test("of several faults the one that a server meets first is named")
    func order() throws {
        var faults: [(line: String, good: String, error: HandshakeError)] = [
            ("Upgrade: XRPL/2.0\r\n", "Upgrade: RTXP/1.2\r\n", .versionMissing),
            ("", "Public-Key: n9x\r\n", .publicKeyMissing),
            ("Session-Signature: *\r\n", "Session-Signature: MAA=\r\n", .malformedSignature),
            ("Network-Time: x\r\n", "Network-Time: 1\r\n", .malformedNetworkTime),
            ("Ledger: x\r\n", "Ledger: 1\r\n", .malformedLedger),
        ]
        var mended = ""
        while !faults.isEmpty {
            let head = try Self.request("GET / HTTP/1.1\r\n" + mended + faults.map(\.line).joined() + "\r\n")
            let fault = faults.removeFirst()
            #expect(throws: fault.error) { try HandshakeRequest(head) }
            mended += fault.good
        }
        #expect(try HandshakeRequest(try Self.request("GET / HTTP/1.1\r\n" + mended + "\r\n")).versions == [.current])
    }

    @Test("refuses a response that is none")
    func malformedResponse() throws {
        let text = try VectorFile.text("response", of: "http_handshake")
        let full = try Self.response("HTTP/1.1 503 Service Unavailable\r\n\r\n")
        #expect(throws: HandshakeError.notSwitching(status: 503)) { try HandshakeResponse(full) }
        let foreign = try Self.response(text.split(separator: "RTXP/1.2").joined(separator: "XRPL/2.0"))
        #expect(throws: HandshakeError.versionMissing) { try HandshakeResponse(foreign) }
    }

    @Test("keeps no more of a stranger's software name than the limit")
    func softwareLimit() throws {
        let head = try Self.request(
            replacing: "skywelld-0.29.60",
            with: "x" + String(repeating: "\u{301}", count: 70_000 / 2)
        )
        let software = try HandshakeRequest(head).fields.software
        #expect(software.unicodeScalars.count == HandshakeFields.maximumSoftwareLength)
    }

    @Test("reads every upgrade vector")
    func upgrades() throws {
        let entries = try VectorFile.entries(Upgrade.self, of: "upgrade_header")
        #expect(!entries.isEmpty)
        for entry in entries {
            let versions = ProtocolVersion.offered(in: entry.upgrade)
            #expect(versions.map { "\($0.major).\($0.minor)" } == entry.versions, "\(entry.upgrade)")
            #expect(!versions.isEmpty == entry.isPeerUpgrade, "\(entry.upgrade)")
            #expect(ProtocolVersion.isAcceptable(versions) == entry.protocolCheckPasses, "\(entry.upgrade)")
        }
    }

    @Test(
        "more versions than the vectors have",
        arguments: [
            ("RTXP/1.3", ["RTXP/1.3"], false), ("RTXP/2.0, RTXP/1.2", ["RTXP/1.2", "RTXP/2.0"], true),
            ("\"RTXP/1.2\"", ["RTXP/1.2"], true), ("RTXP/0.1", [], false), ("RTXP/1.", [], false),
            ("RTXP/99999.1", [], false), ("RTXP/+1.2", [], false), (",,RTXP/1.0,", ["RTXP/1.0"], true),
        ]
    )
    func moreUpgrades(header: String, versions: [String], isAcceptable: Bool) {
        #expect(ProtocolVersion.offered(in: header).map(\.description) == versions)
        #expect(ProtocolVersion.isAcceptable(ProtocolVersion.offered(in: header)) == isAcceptable)
        #expect(ProtocolVersion.offered(in: nil) == [])
    }

    @Test("takes only the exact word for public")
    func crawlHeader() throws {
        let entries = try VectorFile.entries(Crawl.self, of: "crawl_header")
        #expect(!entries.isEmpty)
        for entry in entries {
            #expect((CrawlVisibility(header: entry.value) == .public) == entry.safeRule, "\(entry.value)")
        }
        #expect(CrawlVisibility(header: nil) == .private)
    }

    @Test("reads Connect-As as recommended")
    func connectAs() throws {
        let entries = try VectorFile.entries(Connect.self, of: "connect_as_header")
        #expect(!entries.isEmpty)
        for entry in entries {
            #expect(ConnectAs.allowsPeer(entry.value) == entry.recommended, "\(entry.value)")
        }
        #expect(!ConnectAs.allowsPeer(nil))
    }
}
