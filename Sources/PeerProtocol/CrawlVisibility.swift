/// Whether a node wants its address to be seen in its peers' `/crawl`.
package enum CrawlVisibility: String, Equatable, Sendable {
    case `public`
    case `private`

    /// Reads a `Crawl` header. Only the exact word counts, so that a doubt never publishes an address.
    ///
    /// Source: skywelld reference §7.1.
    package init(header: String?) {
        self = header == Self.public.rawValue ? .public : .private
    }
}
