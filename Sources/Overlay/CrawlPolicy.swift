/// What a node answers to a crawl. A protected peer is in none of the answers.
package enum CrawlPolicy: String, Equatable, Sendable, CaseIterable {
    /// Every link, as the stock server does; the address only of those that say that it may be seen.
    case stock
    /// Only the links whose other end says that it may be seen: of the others not even the key.
    case filtered
    /// Nothing: like any path that is not there.
    case off
}
