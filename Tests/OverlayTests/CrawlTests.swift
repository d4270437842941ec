import Addressing
import Overlay
import PeerProtocol
import Skywelld
import Testing

@Suite("Crawl")
struct CrawlTests {
    private static func crawl(_ bench: inout Bench) -> [UInt8] {
        let id = bench.accept()
        let actions = bench.feed("GET /crawl HTTP/1.1\r\n\r\n", to: id)
        #expect(bench.feed(.connectionClosed(id, .closedByUs)) == [])
        guard case .send(id, let answer)? = actions.first else { return [] }
        return answer
    }

    private static func entry(
        _ key: NodeKey,
        _ direction: CrawlEntry.Direction,
        _ address: IPv4Address? = nil,
        _ port: Port? = nil,
        uptime: Int = 0
    ) -> CrawlEntry {
        CrawlEntry(
            publicKey: key.publicKey.base64,
            direction: direction,
            address: address,
            port: port,
            uptime: uptime,
            version: "skywelld-0.29.60"
        )
    }

    @Test("is written in the published server's form where that is asked for")
    func stockForm() {
        var bench = Bench { $0.crawlForm = .stock }
        let other = Endpoint(IPv4Address(rawValue: 0x0102_0304), 1)
        _ = bench.link(Bench.stranger, from: other, crawl: .public)
        let document = CrawlDocument(active: [Self.entry(Bench.stranger, .inbound, other.address)])
        let answer = Self.crawl(&bench)
        #expect(answer == HTTPAnswer.crawl(document, form: .stock))
        #expect(answer != HTTPAnswer.crawl(document, form: .documented))
    }

    @Test("shows the address of a public inbound peer without a port, of a private one nothing")
    func inbound() {
        var bench = Bench()
        _ = bench.link(Bench.validator, crawl: .private)
        let other = Endpoint(IPv4Address(rawValue: 0x0102_0304), 1)
        _ = bench.link(Bench.stranger, from: other, crawl: .public)
        let entries = [Self.entry(Bench.validator, .inbound), Self.entry(Bench.stranger, .inbound, other.address)]
            .sorted { $0.publicKey < $1.publicKey }
        let answer = Self.crawl(&bench)
        let reversed = HTTPAnswer.crawl(CrawlDocument(active: entries.reversed()))
        #expect(answer == HTTPAnswer.crawl(CrawlDocument(active: entries)) || answer == reversed)
        #expect(!String(decoding: answer, as: UTF8.self).contains("203.0.113.9"))
    }

    @Test("only the exact word makes an address public", arguments: ["Public", "pub", "public,public", "public;", "1"])
    func exactWord(value: String) {
        var bench = Bench()
        let id = bench.accept()
        let request = Bench.request().replacing("Crawl: private", with: "Crawl: \(value)")
        #expect(bench.feed(.bytesReceived(id, request)).count == 1)
        #expect(!String(decoding: Self.crawl(&bench), as: UTF8.self).contains("\"ip\""))
    }

    @Test("shows address and port of a public outbound peer, of a private one nothing")
    func outbound() {
        for crawl in [CrawlVisibility.public, .private] {
            var bench = Bench(fixedPeers: [Bench.fixed])
            _ = bench.dialAndLink(Bench.validator, crawl: crawl)
            let isPublic = crawl == .public
            let entry = Self.entry(
                Bench.validator,
                .outbound,
                isPublic ? Bench.fixed.address : nil,
                isPublic ? Bench.fixed.port : nil
            )
            #expect(Self.crawl(&bench) == HTTPAnswer.crawl(CrawlDocument(active: [entry])))
        }
    }

    @Test("is sorted by key, whoever came first", arguments: UInt64(0)..<5)
    func order(seed: UInt64) throws {
        var bench = Bench()
        var random = SplitMix64(seed: seed)
        let keys = (0..<8).map { NodeKey(seed: Seed(passphrase: "peer \($0)")) }
        for key in keys.shuffled(using: &random) { _ = bench.link(key) }
        let sorted = keys.sorted { $0.publicKey < $1.publicKey }
        let expected = CrawlDocument(active: sorted.map { Self.entry($0, .inbound) })
        #expect(Self.crawl(&bench) == HTTPAnswer.crawl(expected))
    }

    @Test("counts whole seconds since the link became active")
    func uptime() {
        var bench = Bench()
        let id = bench.link()
        bench.now = .milliseconds(59_999)
        let expected = CrawlDocument(active: [Self.entry(Bench.validator, .inbound, uptime: 59)])
        #expect(Self.crawl(&bench) == HTTPAnswer.crawl(expected))
        #expect(bench.feed(.connectionClosed(id, .reset)) == [])
        #expect(Self.crawl(&bench) == HTTPAnswer.crawl(CrawlDocument()))
    }

    @Test("does not show connections that are no links, or are being closed")
    func activeOnly() {
        var bench = Bench(fixedPeers: [Bench.fixed])
        _ = bench.dial()
        _ = bench.accept()
        let id = bench.link()
        #expect(bench.feed(.bytesReceived(id, [0, 0, 0, 0, 0, 0])) == [.close(id, .typeZero)])
        #expect(Self.crawl(&bench) == HTTPAnswer.crawl(CrawlDocument()))
    }
}
