package import Addressing

/// What a crawl saw: every endpoint that was asked, in the order in which it was.
package struct CrawlReport: Equatable, Sendable {
    package struct Visit: Equatable, Sendable {
        package let endpoint: Endpoint
        package let outcome: CrawlOutcome
        /// Who listed the endpoint, in the order in which they were asked; none for most of those the crawl began with.
        package let listedBy: [Endpoint]

        package init(endpoint: Endpoint, outcome: CrawlOutcome, listedBy: [Endpoint] = []) {
            self.endpoint = endpoint
            self.outcome = outcome
            self.listedBy = listedBy
        }
    }

    package let visits: [Visit]
    /// Endpoints that were learned but not asked, because a limit was reached first.
    package let skipped: [Endpoint]

    package init(visits: [Visit], skipped: [Endpoint] = []) {
        self.visits = visits
        self.skipped = skipped
    }

    /// Whether every endpoint that was learned was asked.
    package var isComplete: Bool {
        self.skipped.isEmpty
    }

    /// Every entry of every listing, with the endpoint that showed it.
    package var listed: [(by: Endpoint, peer: ListedPeer)] {
        self.visits.flatMap { visit in (visit.outcome.answer?.peers ?? []).map { (visit.endpoint, $0) } }
    }
}
