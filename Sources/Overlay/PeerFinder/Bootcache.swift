import Addressing

/// The endpoints to try when nobody is linked who could tell of others.
///
/// Source: skywelld reference §6.7.
struct Bootcache: Sendable {
    private typealias Constants = PeerFinder.Constants

    private var valences: [Endpoint: Int] = [:]
    /// Whether something changed since it was last saved.
    private(set) var isUnsaved = false

    /// - Parameters:
    ///   - saved: What was saved before, the best first. More than there is room for is left out.
    ///   - untried: What the configuration names.
    init(_ saved: [BootcacheEntry] = [], untried: [Endpoint] = []) {
        for entry in saved.prefix(Constants.bootcacheMaximum) {
            self.valences[entry.endpoint] = Self.bounded(entry.valence)
        }
        for endpoint in untried { self.insert(endpoint) }
        self.isUnsaved = false
    }

    var count: Int {
        self.valences.count
    }

    /// The highest valence first; equals by their endpoints.
    var entries: [BootcacheEntry] {
        self.ranks.map { BootcacheEntry(endpoint: $0.endpoint, valence: $0.valence) }
    }

    /// A valence and an endpoint in one number, which is quick to sort: the lower, the better.
    private struct Rank: Comparable {
        let number: UInt64

        init(_ endpoint: Endpoint, _ valence: Int) {
            self.number = UInt64(Constants.valenceMaximum - valence) << 48 | endpoint.number
        }

        var valence: Int { Constants.valenceMaximum - Int(self.number >> 48) }

        var endpoint: Endpoint {
            let address = IPv4Address(rawValue: UInt32(truncatingIfNeeded: self.number >> 16))
            return Endpoint(address, Port(rawValue: UInt16(truncatingIfNeeded: self.number)) ?? 1)
        }

        static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
    }

    private var ranks: [Rank] {
        self.valences.map { Rank($0.key, $0.value) }.sorted()
    }

    func valence(of endpoint: Endpoint) -> Int? {
        self.valences[endpoint]
    }

    /// Takes an endpoint that nobody has tried yet; one that is there stays as it is.
    mutating func insert(_ endpoint: Endpoint) {
        guard self.valences[endpoint] == nil else { return }
        self.set(endpoint, to: 0)
        if self.valences.count > Constants.bootcacheMaximum { self.trim() }
    }

    /// A link to it came about. A change of sign begins anew.
    mutating func succeeded(_ endpoint: Endpoint) {
        self.set(endpoint, to: max(self.valences[endpoint] ?? 0, 0) + 1)
        if self.valences.count > Constants.bootcacheMaximum { self.trim() }
    }

    /// A dial to it failed; unknown endpoints are not taken in because of that.
    mutating func failed(_ endpoint: Endpoint) {
        guard let valence = self.valences[endpoint] else { return }
        self.set(endpoint, to: min(valence, 0) - 1)
    }

    mutating func remove(_ address: IPv4Address) {
        let gone = self.valences.keys.filter { $0.address == address }
        for endpoint in gone { self.valences[endpoint] = nil }
        if !gone.isEmpty { self.isUnsaved = true }
    }

    mutating func markSaved() {
        self.isUnsaved = false
    }

    private mutating func set(_ endpoint: Endpoint, to valence: Int) {
        self.valences[endpoint] = Self.bounded(valence)
        self.isUnsaved = true
    }

    /// Drops the worst tenth.
    private mutating func trim() {
        let kept = self.valences.count - self.valences.count * Constants.bootcacheTrimPercent / 100
        for entry in self.ranks.dropFirst(kept) { self.valences[entry.endpoint] = nil }
    }

    private static func bounded(_ valence: Int) -> Int {
        min(max(valence, -Constants.valenceMaximum), Constants.valenceMaximum)
    }
}
