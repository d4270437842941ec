/// A complete HTTP answer to `/crawl`.
package struct CrawlAnswer: Equatable, Sendable {
    /// The HTTP status; a listing comes with 200.
    package let status: Int
    /// The body as it came.
    package let body: [UInt8]
    /// What the body says, or why that is not known.
    package let listing: Result<CrawlListing, CrawlListing.Failure>

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
        self.listing = Result { () throws(CrawlListing.Failure) in try CrawlListing(json: body) }
    }

    /// The peers listed; none if there is no listing.
    package var peers: [ListedPeer] {
        (try? self.listing.get())?.peers ?? []
    }
}
