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
        /// See `ResourceConsumer.number`.
        let number: UInt64
        var balance = ResourceBalance()
        var lastCharge: Duration

        init(_ consumer: ResourceConsumer, _ number: UInt64, now: Duration) {
            self.consumer = consumer
            self.number = number
            self.lastCharge = now
        }

        /// - Returns: The balance.
        mutating func charge(_ cost: Int, now: Duration, second: Int64) -> Int {
            let before = self.balance.add(0, second: second)
            var balance = self.balance.add(cost, second: second)
            if balance >= ResourceTable.dropBalance, before < ResourceTable.dropBalance {
                balance = self.balance.add(ResourceCharge.drop.cost, second: second)
            }
            self.lastCharge = now
            return balance
        }
    }

    private var entries: [Entry] = []
    /// How many consumers are remembered; beyond it the cheaper half of them is forgotten.
    private let capacity: Int
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
        var place = 0
        return self.charge(consumer, charge, at: &place, now: now, second: now.components.seconds)
    }

    /// The same, for a caller that knows what must be found out otherwise.
    ///
    /// - Parameters:
    ///   - place: Where the consumer was found last; it is looked for if it is not there.
    ///   - second: The whole seconds of the time.
    mutating func charge(
        _ consumer: ResourceConsumer,
        _ charge: ResourceCharge,
        at place: inout Int,
        now: Duration,
        second: Int64
    ) -> Standing {
        let number = consumer.number
        if place >= self.entries.count || self.entries[place].number != number {
            place = self.place(of: consumer, number, now: now)
        }
        return Self.standing(self.entries[place].charge(charge.cost, now: now, second: second))
    }

    private mutating func place(of consumer: ResourceConsumer, _ number: UInt64, now: Duration) -> Int {
        if let known = self.index[number] { return known }
        self.makeRoom(now: now)
        self.entries.append(Entry(consumer, number, now: now))
        self.index.insert(number, at: self.entries.count - 1)
        return self.entries.count - 1
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
        self.entries.count
    }

    /// Reads what a charge needs.
    func warmth(at place: Int) -> Int {
        place < self.entries.count ? Int(truncatingIfNeeded: self.entries[place].number) : 0
    }
}
