internal import Addressing
internal import ArgumentParser
internal import Files
internal import Node
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// What `picket node` can be told beyond its configuration file.
struct NodeOptionGroup: ParsableArguments {
    /// Longest list of peers to protect, in bytes: some ten thousand hosts.
    private static let listMaximum = 1 << 20

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A peer of whom nobody may learn; repeatable.", valueName: "node key or address")
    )
    var protect: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The same from a file, one a line; repeatable.", valueName: "file")
    )
    var protectFrom: [String] = []

    @Option(help: ArgumentHelp("What /crawl shows: stock, filtered or off.", valueName: "policy"))
    var crawl = "stock"

    @Option(
        help: ArgumentHelp("How it is written: documented, or stock as the published server does.", valueName: "form")
    )
    var crawlForm = "documented"

    @Option(
        help: ArgumentHelp(
            "How fixed peers are dialled again: picket in seconds, stock in minutes.",
            valueName: "profile"
        )
    )
    var redial = "picket"

    @Option(help: ArgumentHelp("Vote as [validation_seed] for made-up ledgers, so often.", valueName: "seconds"))
    var voice: Int?

    @Flag(help: "Send transactions on, unread.")
    var relayTransactions = false

    @Option(help: ArgumentHelp("Where to keep endpoints over a restart.", valueName: "file"))
    var bootcache: String?

    @Option(help: ArgumentHelp("Serve counters to Prometheus there, on loopback only.", valueName: "address:port"))
    var metrics: String?

    func validate() throws {
        for text in self.protect where Protection.Entry(text) == nil {
            throw ValidationError("'\(SecretText.hidden(in: text))' is neither a node key ('n…') nor an IPv4 address")
        }
        guard CrawlPolicy(rawValue: self.crawl) != nil else {
            throw ValidationError("'\(SecretText.hidden(in: self.crawl))' is not one of stock, filtered and off")
        }
        guard CrawlDocument.Form(rawValue: self.crawlForm) != nil else {
            throw ValidationError("'\(SecretText.hidden(in: self.crawlForm))' is not one of documented and stock")
        }
        guard RedialProfile(rawValue: self.redial) != nil else {
            throw ValidationError("'\(SecretText.hidden(in: self.redial))' is not one of picket and stock")
        }
        if let metrics, Endpoint(metrics).map({ $0.address.rawValue >> 24 != 127 }) ?? true {
            throw ValidationError("'\(SecretText.hidden(in: metrics))' is not an address of 127.0.0.0/8 with a port")
        }
        if let voice, voice < 1 { throw ValidationError("ledgers are at least a second apart") }
    }

    /// To be asked for after ``validate()``.
    ///
    /// - Throws: An exit code; what is wrong with which line of a file has then been said.
    func options(_ console: Console) throws -> NodeOptions {
        var options = NodeOptions()
        let files = try self.protectFrom.map { try Self.entries(in: $0, console) }
        options.protection = Protection(self.protect.compactMap { Protection.Entry($0) } + files.joined())
        options.crawl = CrawlPolicy(rawValue: self.crawl) ?? .stock
        options.crawlForm = CrawlDocument.Form(rawValue: self.crawlForm) ?? .documented
        options.redialProfile = RedialProfile(rawValue: self.redial) ?? .picket
        options.voiceInterval = self.voice.map { .seconds($0) }
        options.relaysTransactions = self.relayTransactions
        options.bootcachePath = self.bootcache
        options.metrics = self.metrics.flatMap { Endpoint($0) }
        return options
    }

    private static func entries(in path: String, _ console: Console) throws -> [Protection.Entry] {
        let list: ProtectionList
        do {
            list = ProtectionList(try BoundedFile.read(path, limit: Self.listMaximum))
        } catch {
            console.error("cannot read the peers to protect: \(error)")
            throw error.isPermission ? ExitCode.notPermitted : ExitCode.badInput
        }
        for line in list.problems {
            console.error("\(path):\(line): this is neither a node key ('n…') nor an IPv4 address, alone on its line")
        }
        guard list.problems.isEmpty else { throw ExitCode.badInput }
        return list.entries
    }
}
