import Addressing
import PeerProtocol
import Testing

@testable import Crawler

@Suite("Crawl")
struct CrawlTests {
    /// Endpoint 10.0.0.n at the usual port.
    private func node(_ number: UInt32, port: Port = 50333) -> Endpoint {
        Endpoint(IPv4Address(rawValue: 0x0A00_0000 + number), port)
    }

    /// An answer that lists some endpoints.
    private func listing(_ endpoints: [Endpoint]) -> CrawlOutcome {
        self.answer(endpoints.map { #"{"ip":"\#($0.address)","port":\#($0.port)}"# }.joined(separator: ","))
    }

    private func answer(_ entries: String) -> CrawlOutcome {
        .answered(CrawlAnswer(status: 200, body: [UInt8]("{\"overlay\":{\"active\":[\(entries)]}}".utf8)))
    }

    @Test("follows what it learns, breadth first, and asks everybody once, also in cycles")
    func breadthFirst() {
        let links: [Endpoint: [Endpoint]] = [
            self.node(1): [self.node(2), self.node(3)],
            self.node(2): [self.node(1), self.node(4), self.node(3)],
            self.node(3): [self.node(1), self.node(2), self.node(3)],
            self.node(4): [self.node(5)],
        ]
        var asked: [Endpoint] = []
        let report = Crawl.walk(from: [self.node(1)]) {
            asked.append($0)
            return self.listing(links[$0] ?? [])
        }
        #expect(asked == (1...5).map { self.node($0) })
        #expect(report.visits.map(\.endpoint) == asked)
        #expect(report.isComplete)
        #expect(
            report.visits.map(\.listedBy) == [
                [self.node(2), self.node(3)], [self.node(1), self.node(3)],
                [self.node(1), self.node(2), self.node(3)], [self.node(2)], [self.node(4)],
            ]
        )
    }

    @Test("begins with everything it is given, once and in order")
    func start() {
        let report = Crawl.walk(from: [self.node(2), self.node(1), self.node(2)]) { _ in self.listing([]) }
        #expect(report.visits.map(\.endpoint) == [self.node(2), self.node(1)])
    }

    @Test("begins with nothing, and has seen nothing")
    func nothing() {
        #expect(Crawl.walk(from: []) { _ in self.listing([]) } == CrawlReport(visits: []))
    }

    @Test("an address without port is asked at the default port, one that is hidden or no address is not asked")
    func withoutPort() {
        let entries = #"{"ip":"10.0.0.2"},{"public_key":"A6YN"},{"ip":"validator"},{"ip":"10.0.0.3","port":"7"}"#
        let report = Crawl.walk(from: [self.node(1)]) { $0 == self.node(1) ? self.answer(entries) : self.listing([]) }
        #expect(report.visits.map(\.endpoint) == [self.node(1), self.node(2), self.node(3, port: 7)])
        #expect(report.listed.map(\.peer.addressText) == ["10.0.0.2", nil, "validator", "10.0.0.3"])
        #expect(report.listed.allSatisfy { $0.by == self.node(1) })
    }

    @Test("an endpoint that fails or talks garbage ends nothing, and its body is kept")
    func failures() {
        let garbage = CrawlOutcome.answered(CrawlAnswer(status: 200, body: [1, 2, 3]))
        let forbidden = CrawlOutcome.answered(CrawlAnswer(status: 403, body: [UInt8]("Forbidden\r\n".utf8)))
        let outcomes: [CrawlOutcome] = [
            self.listing((2...5).map { self.node($0) }), garbage, forbidden, .failed(.connecting(.timedOut)),
            .malformed(.headTooLong),
        ]
        var next = outcomes.makeIterator()
        let report = Crawl.walk(from: [self.node(1)]) { _ in next.next() ?? .failed(.connecting(.refused)) }
        #expect(report.visits.map(\.outcome) == outcomes)
        #expect(report.visits[1].outcome.answer?.body == [1, 2, 3])
        #expect(report.visits[1].outcome.answer?.listing == .failure(.notJSON))
        #expect(report.visits[3].outcome.answer == nil)
    }

    @Test("the same address twice in one body counts once")
    func repeated() {
        let report = Crawl.walk(from: [self.node(1)]) { _ in self.listing([self.node(2), self.node(2)]) }
        #expect(report.visits.map(\.listedBy) == [[], [self.node(1), self.node(2)]])
    }

    @Test("stops at the highest number of endpoints, and says what it left out")
    func endpointLimit() {
        var limits = Crawl.Limits.standard
        limits.endpoints = 10
        let report = Crawl.walk(from: [self.node(0)], limits: limits) { endpoint in
            let number = endpoint.address.rawValue - 0x0A00_0000
            return self.listing([self.node(2 * number + 1), self.node(2 * number + 2)])
        }
        #expect(report.visits.map(\.endpoint) == (0..<10).map { self.node($0) })
        #expect(report.skipped == (10...20).map { self.node($0) })
        #expect(!report.isComplete)
    }

    @Test("stops when it holds enough bytes of bodies")
    func bodyLimit() {
        var limits = Crawl.Limits.standard
        limits.bodyBytes = 100
        let report = Crawl.walk(from: [self.node(1), self.node(2), self.node(3)], limits: limits) { _ in
            .answered(CrawlAnswer(status: 200, body: [UInt8](repeating: 0, count: 60)))
        }
        #expect(report.visits.count == 2)
        #expect(report.skipped == [self.node(3)])
    }
}
