package import PeerProtocol

/// What came of asking a node for its `/crawl`.
package enum CrawlOutcome: Equatable, Sendable {
    case answered(CrawlAnswer)
    /// What came is not the HTTP that was expected.
    case malformed(HTTPError)
    case failed(ConnectionFailure)

    package var answer: CrawlAnswer? {
        switch self {
        case .answered(let answer): answer
        case .malformed, .failed: nil
        }
    }
}
