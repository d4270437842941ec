/// The body of an answer to `/crawl`: the active peers of a node.
///
/// Source: skywelld reference §7.1.
package struct CrawlDocument: Equatable, Sendable {
    /// Two ways to write the same facts.
    package enum Form: String, Equatable, Sendable {
        /// As the documentation says: every port is a string, and `uptime` is there.
        case documented
        /// As the published server does it: the port of an inbound peer is a number, and there is no `uptime`.
        case stock
    }

    /// In the order in which they are written.
    package var active: [CrawlEntry]

    package init(active: [CrawlEntry] = []) {
        self.active = active
    }

    /// Compact JSON with members in alphabetical order, without the line end.
    package func json(_ form: Form) -> String {
        "{\"overlay\":{\"active\":[\(self.active.map { $0.json(form) }.joined(separator: ","))]}}"
    }
}
