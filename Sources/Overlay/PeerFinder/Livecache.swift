import Addressing

/// The endpoints that peers have told about in the last half minute, by the fewest hops heard, and which link knows of them.
///
/// Source: skywelld reference §6.7.
struct Livecache: Sendable {
    private typealias Constants = PeerFinder.Constants

    /// Where an entry lies; it stays there as long as it is in the cache.
    typealias Place = Int

    /// There are thousands of them, so each is small.
    struct Entry: NumberedEntry {
        /// See `Endpoint.number`.
        var endpointNumber: UInt64
        /// In ticks, see below.
        var expires: Int64
        /// In the list of its hops.
        var position: UInt16
        /// The column of the link that told.
        var source: Int16
        /// 0 if the place is free.
        var hops: Int8

        /// - Returns: Whether it is to go to the list of its new hops.
        mutating func refresh(hops: Int, until expires: Int64) -> Bool {
            // What has expired, and nobody has taken out yet, is as good as gone.
            guard hops <= Int(self.hops) || self.expires <= expires - Livecache.lifetime else { return false }
            self.expires = expires
            return hops != Int(self.hops)
        }
    }

    /// What no link has told, but a redirect.
    private static let redirect: Int16 = -1
    /// The link that told is gone.
    private static let nobody: Int16 = -2

    var entries: [Entry] = []
    private var index: EndpointIndex
    private var freePlaces: [Place] = []
    /// By hops. In lists, so that what is drawn from them depends on earlier events alone.
    var lists: [[UInt16]] = Array(repeating: [], count: Constants.hopsMaximum + 2)
    /// How many entries are there by each link, and by redirects.
    private var heldByColumn: [Int] = []
    private var heldByRedirects = 0
    /// No entry expires before this.
    private var nothingExpiresBefore: Int64 = 0
    /// What links know. Its rows are places, its columns are given out here.
    var recent = RecentTable()
    private var columnCount = 0
    /// What was read ahead. It is of no use, but has to go somewhere.
    private var warmth = 0
    private var freeColumns: [Int] = []

    /// - Parameter secret: See `EndpointIndex`.
    init(secret: UInt64 = 1) {
        self.index = EndpointIndex(secret: secret)
    }

    var count: Int {
        self.index.count
    }

    var isEmpty: Bool {
        self.index.count == 0
    }

    func hops(of endpoint: Endpoint) -> Int? {
        self.place(of: endpoint).map { Int(self.entries[$0].hops) }
    }

    func place(of endpoint: Endpoint) -> Place? {
        self.place(of: endpoint.number)
    }

    /// - Parameter number: See `Endpoint.number`.
    func place(of number: UInt64) -> Place? {
        self.index.place(of: number, in: self.entries)
    }

    func endpoint(at place: Place) -> Endpoint {
        guard let endpoint = Endpoint(number: self.entries[place].endpointNumber) else {
            preconditionFailure("an entry is made of an endpoint")
        }
        return endpoint
    }

    /// Those with this many hops, in an order that only earlier events decide.
    func endpoints(hops: Int) -> [Endpoint] {
        self.lists[hops].map { self.endpoint(at: Place($0)) }
    }

    /// Takes an endpoint in or refreshes it. More hops than known are passed over, and so is what is over a limit.
    ///
    /// - Parameters:
    ///   - endpoint: Where somebody is said to listen.
    ///   - hops: From there to us: 1 to one more than the maximum, which is dialled but never handed on.
    ///   - column: The column of the link that told; `nil` for a redirect.
    ///   - now: When.
    /// - Returns: Where it lies; `nil` if there was no room.
    @discardableResult
    mutating func insert(_ endpoint: Endpoint, hops: Int, from column: Int?, now: Duration) -> Place? {
        if let place = self.place(of: endpoint) {
            self.refresh(place, hops: hops, now: now)
            return place
        }
        return self.add(endpoint, hops: hops, from: column, now: now)
    }

    /// The same for an endpoint that is not there.
    mutating func add(_ endpoint: Endpoint, hops: Int, from column: Int?, now: Duration) -> Place? {
        let source = column.map { Int16($0) } ?? Self.redirect
        guard self.count < Constants.livecacheMaximum, self.held(by: source) < Constants.livecacheShare else {
            return nil
        }
        self.hold(source, 1)
        let expires = Self.expiry(now)
        if self.isEmpty { self.nothingExpiresBefore = expires }
        let number = endpoint.number
        let entry = Entry(endpointNumber: number, expires: expires, position: 0, source: source, hops: Int8(hops))
        let place: Place
        if let free = self.freePlaces.popLast() {
            place = free
            self.entries[place] = entry
            self.recent.clear(row: place)
        } else {
            place = self.entries.count
            self.entries.append(entry)
            self.recent.reserve(rows: self.entries.count, columns: self.columnCount)
        }
        self.index.insert(number, at: place, in: self.entries)
        self.list(place, hops: hops)
        return place
    }

    /// The endpoint at a place was heard of again.
    mutating func refresh(_ place: Place, hops: Int, now: Duration) {
        let expires = Self.expiry(now)
        guard self.entries[place].refresh(hops: hops, until: expires) else { return }
        self.unlist(place)
        self.entries[place].hops = Int8(hops)
        self.list(place, hops: hops)
    }

    private static let lifetime = Constants.livecacheLifetime.ticks

    private static func expiry(_ now: Duration) -> Int64 {
        now.ticks + Self.lifetime
    }

    mutating func expire(now: Duration) {
        let now = now.ticks
        guard now >= self.nothingExpiresBefore else { return }
        var earliest = now + Self.lifetime
        for place in self.entries.indices where self.entries[place].hops > 0 {
            let expires = self.entries[place].expires
            if expires <= now { self.remove(at: place) } else { earliest = min(earliest, expires) }
        }
        self.nothingExpiresBefore = earliest
    }

    mutating func remove(_ address: IPv4Address) {
        for place in self.entries.indices
        where self.entries[place].hops > 0 && Hearsay.address(of: self.entries[place].endpointNumber) == address {
            self.remove(at: place)
        }
    }

    private mutating func remove(at place: Place) {
        self.unlist(place)
        self.entries[place].hops = 0
        self.index.remove(at: place, in: self.entries)
        self.freePlaces.append(place)
        self.hold(self.entries[place].source, -1)
    }

    private func held(by source: Int16) -> Int {
        guard source >= 0 else { return self.heldByRedirects }
        return source < self.heldByColumn.count ? self.heldByColumn[Int(source)] : 0
    }

    private mutating func hold(_ source: Int16, _ step: Int) {
        switch source {
        case Self.redirect:
            self.heldByRedirects += step
        case Self.nobody:
            break
        default:
            while self.heldByColumn.count <= Int(source) { self.heldByColumn.append(0) }
            self.heldByColumn[Int(source)] += step
        }
    }

    private mutating func list(_ place: Place, hops: Int) {
        self.entries[place].position = UInt16(self.lists[hops].count)
        self.lists[hops].append(UInt16(place))
    }

    /// Takes an entry out of its list; the last of the list takes its place.
    private mutating func unlist(_ place: Place) {
        let (hops, position) = (Int(self.entries[place].hops), Int(self.entries[place].position))
        guard let last = self.lists[hops].popLast(), position < self.lists[hops].count else { return }
        self.lists[hops][position] = last
        self.entries[Int(last)].position = UInt16(position)
    }
}

// MARK: - What links know

extension Livecache {
    /// A link of its own column, in which nothing is known yet.
    mutating func openColumn() -> Int {
        if let free = self.freeColumns.popLast() {
            self.recent.clear(column: free)
            return free
        }
        self.columnCount += 1
        self.recent.reserve(rows: self.entries.count, columns: self.columnCount)
        return self.columnCount - 1
    }

    mutating func closeColumn(_ column: Int) {
        self.freeColumns.append(column)
        guard self.held(by: Int16(column)) > 0 else { return }
        for place in self.entries.indices where self.entries[place].source == column {
            self.entries[place].source = Self.nobody
        }
        self.heldByColumn[column] = 0
    }

    /// Reads ahead what links know, before many look-ups.
    mutating func warm() {
        self.warmth = self.recent.warmth(rows: self.entries.count)
    }

    mutating func remember(_ place: Place, by column: Int, hops: Int, second: Int64) {
        self.recent.remember(place, by: column, hops: hops, second: second)
    }
}

extension Duration {
    /// In units of 2^30 attoseconds, a little more than a nanosecond each, which are good for three hundred years: a shift makes
    /// them, where nanoseconds would take a division of 128 bits.
    fileprivate var ticks: Int64 {
        Int64(truncatingIfNeeded: self.attoseconds >> 30)
    }
}
