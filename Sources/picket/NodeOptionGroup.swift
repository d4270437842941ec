internal import Addressing
internal import ArgumentParser
internal import Node
internal import Overlay
internal import Skywelld

/// What `picket node` can be told beyond its configuration file.
struct NodeOptionGroup: ParsableArguments {
    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A peer of whom nobody may learn; repeatable.", valueName: "node key or address")
    )
    var protect: [String] = []

    @Option(help: ArgumentHelp("What /crawl shows: stock, filtered or off.", valueName: "policy"))
    var crawl = "stock"

    @Option(help: ArgumentHelp("Vote as [validation_seed] for made-up ledgers, so often.", valueName: "seconds"))
    var voice: Int?

    @Flag(help: "Send transactions on, unread.")
    var relayTransactions = false

    @Option(help: ArgumentHelp("Where to keep endpoints over a restart.", valueName: "file"))
    var bootcache: String?

    @Option(help: ArgumentHelp("Serve counters to Prometheus there, on loopback only.", valueName: "address:port"))
    var metrics: String?

    func validate() throws {
        for text in self.protect where NodePublicKey(base58: text) == nil && IPv4Address(text) == nil {
            throw ValidationError("'\(text)' is neither a node key ('n…') nor an IPv4 address")
        }
        guard CrawlPolicy(rawValue: self.crawl) != nil else {
            throw ValidationError("'\(self.crawl)' is not one of stock, filtered and off")
        }
        if let metrics, Endpoint(metrics).map({ $0.address.rawValue >> 24 != 127 }) ?? true {
            throw ValidationError("'\(metrics)' is not an address of 127.0.0.0/8 with a port")
        }
        if let voice, voice < 1 { throw ValidationError("ledgers are at least a second apart") }
    }

    /// To be asked for after ``validate()``.
    var options: NodeOptions {
        var options = NodeOptions()
        options.protection = Protection(
            keys: Set(self.protect.compactMap { NodePublicKey(base58: $0) }),
            addresses: Set(self.protect.compactMap { IPv4Address($0) })
        )
        options.crawl = CrawlPolicy(rawValue: self.crawl) ?? .stock
        options.voiceInterval = self.voice.map { .seconds($0) }
        options.relaysTransactions = self.relayTransactions
        options.bootcachePath = self.bootcache
        options.metrics = self.metrics.flatMap { Endpoint($0) }
        return options
    }
}
