import Addressing
import Foundation
import PeerProtocol
import TestSupport
import Testing

@Suite("HTTPAnswer")
struct HTTPAnswerTests {
    private static let document = CrawlDocument(active: [
        CrawlEntry(
            publicKey: "A4C2MBSyHawc0DlEZffxcrmxeQzWakHLy6qedCPZDbv7",
            direction: .inbound,
            address: IPv4Address("203.0.113.5"),
            port: 50333,
            uptime: 3600,
            version: "skywelld-0.29.60"
        ),
        CrawlEntry(
            publicKey: "Alo51tMBT7jUvYUgYhC/M4nR7ehWnQrPFNhgXcAH/1RX",
            direction: .outbound,
            address: IPv4Address("198.51.100.77"),
            port: 50338,
            uptime: 7200,
            version: "skywelld-0.29.60"
        ),
        CrawlEntry(
            publicKey: "AygHL50h4nuGrq4HE7oa2oycFTtjJuBO+0B5Rt0qjF8O",
            direction: .inbound,
            uptime: 60,
            version: "skywelld-0.29.60"
        ),
    ])

    @Test("writes the crawl vectors byte for byte")
    func crawl() throws {
        let documented = try VectorFile.text("documented_form_bytes", of: "crawl_response")
        #expect(HTTPAnswer.crawl(Self.document) == Array(documented.utf8))
        let stock = try VectorFile.text("stock_bytes", of: "crawl_response")
        #expect(HTTPAnswer.crawl(Self.document, form: .stock) == Array(stock.utf8))
        let empty = try VectorFile.text("empty_bytes", of: "crawl_response")
        #expect(HTTPAnswer.crawl(CrawlDocument()) == Array(empty.utf8))
        #expect(HTTPAnswer.crawl(CrawlDocument(), form: .stock) == Array(empty.utf8))
    }

    @Test("writes the redirect vector byte for byte")
    func redirect() throws {
        let remote = try #require(IPv4Address("203.0.113.9"))
        let peers = try ["198.51.100.77:50338", "203.0.113.5:50333"].map { try #require(Endpoint($0)) }
        let expected = try VectorFile.text("redirect_bytes", of: "crawl_response")
        #expect(HTTPAnswer.redirect(remote, to: peers) == Array(expected.utf8))
    }

    @Test("a redirect names ten peers at most, and may name none")
    func redirectLimit() throws {
        let remote = try #require(IPv4Address("10.77.0.11"))
        let peers = (1...11).map { Endpoint(IPv4Address(rawValue: $0), 50333) }
        let text = String(decoding: HTTPAnswer.redirect(remote, to: peers), as: UTF8.self)
        #expect(text.contains("0.0.0.10:50333") && !text.contains("0.0.0.11"))
        let observed = """
            HTTP/1.1 503 Service Unavailable\r
            Remote-Address: 10.77.0.11\r
            Content-Length: 16\r
            Content-Type: application/json\r
            \r
            {"peer-ips":[]}

            """
        #expect(String(decoding: HTTPAnswer.redirect(remote), as: UTF8.self) == observed)
    }

    @Test("writes the refusal that was observed on the real server")
    func forbidden() {
        let observed = """
            HTTP/1.1 403 Forbidden\r
            Date: Sun, 22 Nov 2026 08:44:19 +0000\r
            Connection: Keep-Alive\r
            Content-Length: 11\r
            Content-Type: application/json; charset=UTF-8\r
            Server: skywell-json-rpc/skywelld-0.29.60\r
            \r
            Forbidden\r

            """
        let answer = HTTPAnswer.forbidden(networkTime: 848_652_259, software: "skywelld-0.29.60")
        #expect(String(decoding: answer, as: UTF8.self) == observed)
    }

    @Test("a port is not shown without its address, nor an empty version")
    func partial() {
        let entry = CrawlEntry(publicKey: "A", direction: .inbound, port: 1, version: "")
        #expect(
            CrawlDocument(active: [entry]).json(.documented)
                == #"{"overlay":{"active":[{"public_key":"A","type":"in"}]}}"#
        )
    }

    @Test(
        "a hostile version stays a string",
        arguments: [
            #"","ip":"10.0.0.1"#, "\\", "\u{0}\u{1F}\u{7F}\u{9B}", "\r\n\t", "日本\u{2028}", "😀\"",
        ]
    )
    func hostile(version: String) throws {
        let json = CrawlDocument(active: [CrawlEntry(publicKey: "A", direction: .inbound, version: version)])
            .json(.documented)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [String: [[String: String]]]]
        #expect(object == ["overlay": ["active": [["public_key": "A", "type": "in", "version": version]]]])
        #expect(json.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }

    @Test("the reader of responses takes every answer")
    func readable() throws {
        for answer in [
            HTTPAnswer.crawl(Self.document), HTTPAnswer.redirect(IPv4Address(rawValue: 1)),
            HTTPAnswer.forbidden(networkTime: 0, software: "x"),
        ] {
            var reader = HTTPResponseReader(bodyLimit: 64 * 1024)
            var bytes = answer[...]
            #expect(try reader.read(&bytes) != nil)
            #expect(bytes.isEmpty)
        }
    }
}
