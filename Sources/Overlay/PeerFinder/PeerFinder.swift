import Addressing
import PeerProtocol
import Skywelld

/// Decides whom a node links with, and what it tells others about whom.
///
/// It counts slots, keeps the endpoints that others tell about, says whom to dial, and makes the announcements and
/// redirects. It knows the protected peers, and never takes in nor gives out anything about them.
///
/// Source: skywelld reference §6. Where it differs from the stock server on purpose, `docs/node.md` says so.
package struct PeerFinder: Sendable {
    /// What stays the same while the node runs.
    struct Settings: Sendable {
        let limits: SlotCounts
        /// Takes no inbound peers, dials fixed peers only, and tells nothing about anybody.
        let isPrivate: Bool
        /// Where we can be reached; `nil` if we do not listen.
        let listeningPort: Port?
        let fixedPeers: Set<Endpoint>
        /// How many fixed peers have this address.
        let fixedAddresses: [IPv4Address: Int]
        let clusterKeys: Set<NodePublicKey>
        let scope: GossipScope
        let hopRelay: HopRelay

        init(_ configuration: Overlay.Configuration, limits: SlotCounts) {
            self.limits = limits
            self.isPrivate = configuration.isPrivate
            self.listeningPort = configuration.listeningPort.flatMap { Port(rawValue: $0) }
            self.fixedPeers = Set(configuration.fixedPeers)
            self.fixedAddresses = Dictionary(self.fixedPeers.map { ($0.address, 1) }, uniquingKeysWith: +)
            self.clusterKeys = configuration.clusterKeys
            self.scope = configuration.gossipScope
            self.hopRelay = configuration.hopRelay
        }
    }

    let settings: Settings
    var protection: Protection
    var random: SplitMix64

    var slots: SlotTable
    /// The links by key, without those that are closing.
    var links: [NodePublicKey: ConnectionID] = [:]
    /// Links that take a slot.
    var countedInbound = 0
    var countedOutbound = 0
    /// Dials of autoconnect that are no links yet.
    var attempts = 0
    /// Slots of any phase.
    var slotsByAddress: [IPv4Address: Int] = [:]
    /// Links beyond the limits.
    var privilegedByAddress: [IPv4Address: Int] = [:]

    /// What peers have said since the caches were last asked.
    var heard: [Hearsay] = []
    /// The entries of all that, see `Hearsay`.
    var heardNumbers: [Hearsay.Number] = []
    var livecache: Livecache
    var bootcache: Bootcache
    /// What was read ahead. It is of no use, but has to go somewhere.
    var warmed = 0
    /// Addresses that autoconnect dialled, and until when it leaves them alone.
    var suppressed: [IPv4Address: Duration] = [:]
    /// How many dials in a row to an address became no links.
    var refusals: [IPv4Address: Int] = [:]
    /// Where we met ourselves; a few at most.
    var ownEndpoints: [Endpoint] = []
    /// Rounds of autoconnect in a row that have led to no link yet, and when the next may be.
    var fruitlessRounds = 0
    var nextRound = Duration.zero
    /// `nil` before the start, when nothing is dialled.
    var lastTick: Duration?
    var lastSave = Duration.zero

    init(_ configuration: Overlay.Configuration, limits: SlotCounts, random: SplitMix64) {
        self.settings = Settings(configuration, limits: limits)
        self.protection = configuration.protection
        self.random = random
        self.livecache = Livecache(secret: self.random.next())
        self.slots = SlotTable(secret: self.random.next())
        let secret = self.random.next()
        self.bootcache = Bootcache(secret: secret)
        let saved = configuration.bootcache.filter { self.isWorthKeeping($0.endpoint) }
        self.bootcache = Bootcache(
            saved,
            untried: configuration.bootstrapPeers.filter(self.isWorthKeeping),
            secret: secret
        )
    }

    /// Reads ahead what lies in the finder itself.
    var warmth: Int {
        self.countedInbound &+ (self.lastTick == nil ? 1 : 0)
    }

    /// Whether we may dial it and tell others about it, as far as its address goes.
    ///
    /// Inlined, because it would get a copy of the whole finder.
    @inline(__always)
    func isWorthKeeping(_ endpoint: Endpoint) -> Bool {
        Self.isWorthKeeping(endpoint, self.settings, self.protection, self.ownEndpoints)
    }

    @inline(__always)
    static func isWorthKeeping(
        _ endpoint: Endpoint,
        _ settings: Settings,
        _ protection: Protection,
        _ ownEndpoints: [Endpoint]
    ) -> Bool {
        settings.scope.includes(endpoint.address) && !protection.covers(endpoint.address)
            && (settings.fixedPeers.isEmpty || !settings.fixedPeers.contains(endpoint))
            && (ownEndpoints.isEmpty || !ownEndpoints.contains(endpoint))
    }

    /// A protected key was proven from this address: forgets what was known about it.
    mutating func protect(_ address: IPv4Address) {
        guard self.protection.learn(address) else { return }
        self.weighHearsay()
        self.livecache.remove(address)
        self.bootcache.remove(address)
    }

    /// When there is something to do, if nothing happens before; `nil` if nothing has to be done.
    var nextTick: Duration? {
        guard let lastTick else { return nil }
        if self.wantsMore, !self.livecache.isEmpty || !self.heard.isEmpty || self.bootcache.count > 0 {
            return max(lastTick + Constants.tick, self.isPatient ? self.nextRound : lastTick)
        }
        return self.bootcache.isUnsaved && !self.settings.isPrivate ? self.lastSave + Constants.bootcacheCooldown : nil
    }

    mutating func start(now: Duration) {
        self.lastTick = now - Constants.tick
        // What the first links taught is saved soon: a process that fails often does so at the beginning.
        self.lastSave = now - Constants.bootcacheCooldown + Constants.bootcacheFirstSave
    }

    /// Says whom to dial now.
    mutating func tick(now: Duration) -> [Endpoint] {
        guard let lastTick, now >= lastTick + Constants.tick else { return [] }
        self.lastTick = now
        return self.autoconnect(now: now)
    }

    /// What to keep over a restart, if it is time to; the bootcache then counts as saved.
    mutating func takeUnsaved(now: Duration) -> [BootcacheEntry]? {
        guard now >= self.lastSave + Constants.bootcacheCooldown, let entries = self.takeLastUnsaved() else {
            return nil
        }
        self.lastSave = now
        return entries
    }

    /// As above, whether it is time or not: this is the end.
    mutating func takeLastUnsaved() -> [BootcacheEntry]? {
        guard self.bootcache.isUnsaved else { return nil }
        self.bootcache.markSaved()
        return self.bootcache.entries
    }
}
