/// The balances of all who cost us something, and what follows from them.
///
/// Whom nothing is charged to (non-public addresses, protected peers) is the caller's decision.
///
/// Source: skywelld reference §5.8.
package struct ResourceTable: Sendable {
    /// What a balance leads to.
    package enum Standing: Int, Comparable, Sendable {
        case good
        /// A warning is due.
        case warned
        /// Its connections are closed, and new ones refused as long as it stands so.
        case dropped

        package static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.rawValue < rhs.rawValue
        }
    }

    /// From this balance on. Source: skywelld reference §5.8.
    package static let warningBalance = 1500
    /// From this balance on. Source: skywelld reference §5.8.
    package static let dropBalance = 15_000
    /// After this time without a charge. Source: skywelld reference §5.8.
    package static let forgottenAfter = Duration.seconds(300)

    private struct Entry {
        let consumer: ResourceConsumer
        var balance = ResourceBalance()
        var lastCharge: Duration
    }

    /// How many consumers are remembered; beyond it the cheaper half of them is forgotten.
    private let capacity: Int
    private var entries: [Entry] = []
    private var index: PlaceIndex

    /// - Parameters:
    ///   - capacity: How many consumers are remembered.
    ///   - secret: See `PlaceIndex`.
    package init(capacity: Int = 65_536, secret: UInt64 = 1) {
        precondition(capacity > 0, "a table of \(capacity) consumers remembers nobody")
        self.capacity = capacity
        self.index = PlaceIndex(secret: secret)
    }

    /// How many consumers are remembered.
    package var count: Int {
        self.entries.count
    }

    /// Charges somebody, and says where that leaves it. Who comes to be dropped by it is charged for that too, once.
    package mutating func charge(_ consumer: ResourceConsumer, _ charge: ResourceCharge, now: Duration) -> Standing {
        let place: Int
        if let known = self.index[consumer.number] {
            place = known
        } else {
            self.makeRoom(now: now)
            place = self.entries.count
            self.entries.append(Entry(consumer: consumer, lastCharge: now))
            self.index.insert(consumer.number, at: place)
        }
        let second = now.components.seconds
        let before = self.entries[place].balance.add(0, second: second)
        var balance = self.entries[place].balance.add(charge.cost, second: second)
        if balance >= Self.dropBalance, before < Self.dropBalance {
            balance = self.entries[place].balance.add(ResourceCharge.drop.cost, second: second)
        }
        self.entries[place].lastCharge = now
        return Self.standing(balance)
    }

    /// Where somebody stands, without a charge.
    package func standing(of consumer: ResourceConsumer, now: Duration) -> Standing {
        Self.standing(self.balance(of: consumer, now: now))
    }

    /// What somebody has cost lately.
    package func balance(of consumer: ResourceConsumer, now: Duration) -> Int {
        self.index[consumer.number].map { self.entries[$0].balance.current(now: now) } ?? 0
    }

    /// Forgets who has cost nothing for long.
    package mutating func forgetIdle(now: Duration) {
        self.keep(self.entries.filter { now - $0.lastCharge < Self.forgottenAfter })
    }

    private mutating func makeRoom(now: Duration) {
        guard self.entries.count >= self.capacity else { return }
        self.forgetIdle(now: now)
        guard self.entries.count >= self.capacity else { return }
        // Half at once, so that a flood of strangers does not sort the table anew for each of them.
        let byCost = self.entries.map { (balance: $0.balance.current(now: now), entry: $0) }.sorted {
            ($0.balance, $0.entry.consumer) < ($1.balance, $1.entry.consumer)
        }
        self.keep(byCost.dropFirst((self.capacity + 1) / 2).map(\.entry))
    }

    private mutating func keep(_ entries: [Entry]) {
        for entry in self.entries { self.index.remove(entry.consumer.number) }
        self.entries = entries
        for (place, entry) in entries.enumerated() { self.index.insert(entry.consumer.number, at: place) }
    }

    private static func standing(_ balance: Int) -> Standing {
        balance >= Self.dropBalance ? .dropped : balance >= Self.warningBalance ? .warned : .good
    }

    // MARK: - Reading ahead

    var warmth: Int {
        self.index.count
    }

    /// Reads what a charge needs.
    func warmth(of consumer: ResourceConsumer) -> Int {
        self.index[consumer.number].map { Int(truncatingIfNeeded: self.entries[$0].lastCharge.attoseconds) } ?? 0
    }
}
