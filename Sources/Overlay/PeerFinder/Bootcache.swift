import Addressing

/// The endpoints to try when nobody is linked who could tell of others.
///
/// Source: skywelld reference §6.7.
struct Bootcache: Sendable {
    private typealias Constants = PeerFinder.Constants

    private var ranks: [Rank] = []
    private var index: EndpointIndex
    /// Whether something changed since it was last saved.
    private(set) var isUnsaved = false

    /// - Parameters:
    ///   - saved: What was saved before, the best first. More than there is room for is left out.
    ///   - untried: What the configuration names.
    ///   - secret: See `EndpointIndex`.
    init(_ saved: [BootcacheEntry] = [], untried: [Endpoint] = [], secret: UInt64 = 1) {
        self.index = EndpointIndex(secret: secret)
        for entry in saved.prefix(Constants.bootcacheMaximum) { self.set(entry.endpoint, to: entry.valence) }
        for endpoint in untried { self.insert(endpoint) }
        self.isUnsaved = false
    }

    var count: Int {
        self.ranks.count
    }

    /// The highest valence first; equals by their endpoints.
    var entries: [BootcacheEntry] {
        self.ranks.sorted().map { BootcacheEntry(endpoint: $0.endpoint, valence: $0.valence) }
    }

    /// A valence and an endpoint in one number, which is quick to sort: the lower, the better.
    private struct Rank: Comparable, NumberedEntry {
        let number: UInt64

        init(_ endpoint: Endpoint, _ valence: Int) {
            self.number = UInt64(Constants.valenceMaximum - valence) << 48 | endpoint.number
        }

        var endpointNumber: UInt64 { self.number & (1 << 48 - 1) }

        var valence: Int { Constants.valenceMaximum - Int(self.number >> 48) }

        var endpoint: Endpoint {
            let address = IPv4Address(rawValue: UInt32(truncatingIfNeeded: self.number >> 16))
            return Endpoint(address, Port(rawValue: UInt16(truncatingIfNeeded: self.number)) ?? 1)
        }

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
    }

    func valence(of endpoint: Endpoint) -> Int? {
        self.place(of: endpoint.number).map { self.ranks[$0].valence }
    }

    /// Takes an endpoint that nobody has tried yet; one that is there stays as it is.
    mutating func insert(_ endpoint: Endpoint) {
        guard self.place(of: endpoint.number) == nil else { return }
        self.set(endpoint, to: 0)
        if self.count > Constants.bootcacheMaximum { self.trim() }
    }

    /// A link to it came about. A change of sign begins anew.
    mutating func succeeded(_ endpoint: Endpoint) {
        self.set(endpoint, to: max(self.valence(of: endpoint) ?? 0, 0) + 1)
        if self.count > Constants.bootcacheMaximum { self.trim() }
    }

    /// A dial to it failed; unknown endpoints are not taken in because of that.
    mutating func failed(_ endpoint: Endpoint) {
        guard let valence = self.valence(of: endpoint) else { return }
        self.set(endpoint, to: min(valence, 0) - 1)
    }

    mutating func remove(_ address: IPv4Address) {
        let kept = self.ranks.filter { $0.endpoint.address != address }
        guard kept.count < self.count else { return }
        self.replace(by: kept)
        self.isUnsaved = true
    }

    mutating func markSaved() {
        self.isUnsaved = false
    }

    /// Reads ahead what the question needs whether it is there.
    func warmth(of endpointNumber: UInt64) -> Int {
        self.place(of: endpointNumber) ?? 0
    }

    private mutating func set(_ endpoint: Endpoint, to valence: Int) {
        let rank = Rank(endpoint, min(max(valence, -Constants.valenceMaximum), Constants.valenceMaximum))
        if let place = self.place(of: endpoint.number) {
            self.ranks[place] = rank
        } else {
            self.append(rank)
        }
        self.isUnsaved = true
    }

    /// Drops the worst tenth.
    private mutating func trim() {
        let kept = self.count - self.count * Constants.bootcacheTrimPercent / 100
        self.replace(by: Array(self.ranks.sorted().prefix(kept)))
    }

    private mutating func replace(by ranks: [Rank]) {
        self.index.removeAll()
        self.ranks.removeAll(keepingCapacity: true)
        for rank in ranks { self.append(rank) }
    }

    private mutating func append(_ rank: Rank) {
        self.index.insert(rank.endpointNumber, at: self.count, in: self.ranks)
        self.ranks.append(rank)
    }

    private func place(of endpointNumber: UInt64) -> Int? {
        self.index.place(of: endpointNumber, in: self.ranks)
    }
}
