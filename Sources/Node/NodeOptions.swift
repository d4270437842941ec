package import Addressing
package import Overlay
package import PeerProtocol

/// What a node can do that `skywelld.cfg` has no words for.
package struct NodeOptions: Sendable {
    /// Of whom nobody may learn from this node.
    package var protection = Protection()
    package var crawl = CrawlPolicy.stock
    package var crawlForm = CrawlDocument.Form.documented
    /// How fixed peers that are away are dialled again.
    package var redialProfile = RedialProfile.picket
    /// Between two made-up ledgers that a node with a `[validation_seed]` votes for; `nil` for silence. Whole seconds, at
    /// least one.
    package var voiceInterval: Duration?
    package var relaysTransactions = false
    /// The file that keeps endpoints over a restart; `nil` for the one beside the databases, if there is one.
    package var bootcachePath: String?
    /// Where Prometheus can fetch the counters; `nil` for nowhere.
    package var metrics: Endpoint?

    package init() {}
}
