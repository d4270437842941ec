import PeerProtocol

extension PeerFinder {
    /// The numbers of peer selection: the stock server's, or ours where it has none.
    package enum Constants {
        /// Between two looks at the caches. Source: skywelld reference §6.5.
        package static let tick = Duration.seconds(1)
        /// Dials of autoconnect under way at a time. Source: skywelld reference §6.1.
        package static let attemptsMaximum = 20
        /// How long an address that autoconnect has dialled is left alone. Source: skywelld reference §6.1.
        package static let redialSuppression = Duration.seconds(60)
        /// How often the time between two rounds of dials doubles while nobody takes us, once half of the outbound links are there. Ours:
        /// where most nodes are full, whoever asks around every second for a last link is a burden to all.
        package static let tickDoublings = 4
        /// How often that time doubles for an address where dials in a row became no links. Ours: the stock server comes back to
        /// a full node every minute, and so do all others.
        package static let suppressionDoublings = 4
        /// Addresses that are left alone or have refused, so that those who tell of addresses cost a bounded amount. Ours.
        package static let suppressedMaximum = 8_192
        /// How far an endpoint may have travelled to be handed on. Source: skywelld reference §6.1.
        package static let hopsMaximum = Int(Endpoints.maximumHops)
        /// Endpoints in one announcement, our own included. Source: skywelld reference §5.3.
        package static let announcedMaximum = Endpoints.maximumSentCount
        /// Endpoints read from one announcement; the stock server knows this number and does not use it.
        /// Source: skywelld reference §6.1, "dead constants".
        package static let acceptedMaximum = 20
        /// An honest peer announces every five seconds; what comes sooner than this after the last is passed over.
        package static let announcementInterval = Duration.seconds(1)
        /// How long both ends remember what one told the other. Source: skywelld reference §5.3.
        package static let recentLifetime = Duration.seconds(Self.recentSeconds)
        /// The same in whole seconds, as it is asked with every endpoint that might be told.
        static let recentSeconds: UInt16 = 30
        /// Since an endpoint was last heard of. Source: skywelld reference §6.1.
        package static let livecacheLifetime = Duration.seconds(30)
        /// Ours; the stock cache has no bound.
        package static let livecacheMaximum = 4_096
        /// With so many announcements at once, all of the livecache is read before. Ours.
        static let readAheadFrom = 4
        /// Announcements that wait until the caches are asked. Ours.
        package static let heardMaximum = 256
        /// Entries that one peer can have in the livecache, so that one liar cannot fill it. Ours.
        package static let livecacheShare = 64
        /// Source: skywelld reference §6.1.
        package static let bootcacheMaximum = 1_000
        /// What goes when the bootcache is full. Source: skywelld reference §6.1.
        package static let bootcacheTrimPercent = 10
        /// Between two savings. Source: skywelld reference §6.1.
        package static let bootcacheCooldown = Duration.seconds(60)
        /// From the start to the first saving. Ours.
        package static let bootcacheFirstSave = Duration.seconds(5)
        /// How far a valence can go, so that old merits can be lost. Ours.
        package static let valenceMaximum = 1_000
        /// Addresses taken from one redirect. Source: skywelld reference §3.6.
        package static let redirectsTaken = 30
        /// For the test whether an announced port can be reached; the stock server sets no limit.
        package static let connectTestTimeout = Duration.seconds(5)
        /// Until a neighbour whose port could not be reached is tested again. The stock server never does.
        package static let connectTestPause = Duration.seconds(60)
        /// Links beyond the slots that one reserved address can have: others may share it. Ours.
        package static let reservedPerAddress = 4
        /// How many endpoints that turned out to be ourselves are remembered. Ours.
        package static let ownEndpointsMaximum = 16
    }
}
