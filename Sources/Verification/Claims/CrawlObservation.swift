package import Addressing
package import Crawler
package import Topology

/// One `/crawl` that was asked for.
package struct CrawlObservation: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        /// The body as it came, and the peers it lists.
        case listed(body: [UInt8], [ListedPeer])
        /// Nobody is there, or nobody that lets the vantage in.
        case absent(String)
        /// Somebody is there, but gave no list: why, and what came instead.
        case failed(String, body: [UInt8] = [])

        /// Everything that came.
        var body: [UInt8] {
            switch self {
            case .listed(let body, _), .failed(_, let body): body
            case .absent: []
            }
        }

        /// Why there is no list; `nil` if there is one.
        package var failure: String? {
            switch self {
            case .listed: nil
            case .absent(let reason), .failed(let reason, _): reason
            }
        }

        var peers: [ListedPeer] {
            switch self {
            case .listed(_, let peers): peers
            case .absent, .failed: []
            }
        }
    }

    package let vantage: HostName
    package let endpoint: Endpoint
    /// Whether the endpoint was learned from another crawl; otherwise it is a sentry's, and must answer.
    package let isLearned: Bool
    package let answer: Answer

    package init(vantage: HostName, endpoint: Endpoint, isLearned: Bool = false, answer: Answer) {
        self.isLearned = isLearned
        self.vantage = vantage
        self.endpoint = endpoint
        self.answer = answer
    }
}
