/// An answer to a crawl, for as long as a new one would say the same.
struct RenderedCrawl: Sendable {
    let bytes: [UInt8]
    let entries: Int
    /// When the first of the uptimes in it grows.
    let until: Duration
}
