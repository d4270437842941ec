/// An answer to a crawl, for as long as a new one would say the same.
struct RenderedCrawl: Sendable {
    let bytes: [UInt8]
    let entries: Int
    /// Who was left out. Whoever is protected from now on must be left out as well, so the answer ends with this.
    let protection: Protection
    /// When the first of the uptimes in it grows.
    let until: Duration
}
