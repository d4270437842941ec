package import Addressing
internal import Skywelld

/// Follows every address that a `/crawl` gives away, breadth first, asking each endpoint once.
package struct Crawl {
    /// What ends a crawl early.
    package struct Limits: Sendable {
        /// Most endpoints that are asked.
        package var endpoints = 2_000
        /// Most bytes of bodies that are kept.
        package var bodyBytes = 32 * 1_024 * 1_024

        package static let standard = Limits()

        package init() {}
    }

    private let limits: Limits
    /// Everything learned, in the order in which it was; the part up to `visits.count` has been asked.
    private var endpoints: [Endpoint]
    private var listers: [Endpoint: [Endpoint]] = [:]
    private var visits: [(endpoint: Endpoint, outcome: CrawlOutcome)] = []
    private var bodyBytes = 0

    /// Crawls.
    ///
    /// - Parameters:
    ///   - start: Where to begin, in this order.
    ///   - limits: What ends the crawl early.
    ///   - fetch: Asks one endpoint.
    /// - Returns: Every endpoint that was asked, and what came of it.
    package static func walk(
        from start: [Endpoint],
        limits: Limits = .standard,
        fetch: (Endpoint) -> CrawlOutcome
    ) -> CrawlReport {
        var crawl = Crawl(from: start, limits: limits)
        while let next = crawl.next {
            crawl.visited(next, fetch(next))
        }
        return crawl.report
    }

    private init(from start: [Endpoint], limits: Limits) {
        self.limits = limits
        self.endpoints = []
        for endpoint in start where self.listers.updateValue([], forKey: endpoint) == nil {
            self.endpoints.append(endpoint)
        }
    }

    private var next: Endpoint? {
        guard self.visits.count < min(self.endpoints.count, self.limits.endpoints),
            self.bodyBytes < self.limits.bodyBytes
        else { return nil }
        return self.endpoints[self.visits.count]
    }

    private mutating func visited(_ endpoint: Endpoint, _ outcome: CrawlOutcome) {
        self.visits.append((endpoint, outcome))
        self.bodyBytes += outcome.answer?.body.count ?? 0
        for peer in outcome.answer?.peers ?? [] {
            guard let address = peer.address else { continue }
            // Of an inbound peer a stock server does not always know the port.
            self.learn(Endpoint(address, peer.port ?? ServerConfiguration.defaultPeerPort), from: endpoint)
        }
    }

    private mutating func learn(_ endpoint: Endpoint, from lister: Endpoint) {
        guard let known = self.listers[endpoint] else {
            self.listers[endpoint] = [lister]
            self.endpoints.append(endpoint)
            return
        }
        if known.last != lister { self.listers[endpoint, default: []].append(lister) }
    }

    private var report: CrawlReport {
        CrawlReport(
            visits: self.visits.map {
                CrawlReport.Visit(endpoint: $0.endpoint, outcome: $0.outcome, listedBy: self.listers[$0.endpoint] ?? [])
            },
            skipped: Array(self.endpoints[self.visits.count...])
        )
    }
}
