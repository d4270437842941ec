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
        var balance = ResourceBalance()
        var lastCharge: Duration
    }

    /// How many consumers are remembered; beyond it the cheaper half of them is forgotten.
    private let capacity: Int
    private var entries: [ResourceConsumer: Entry] = [:]

    package init(capacity: Int = 65_536) {
        precondition(capacity > 0, "a table of \(capacity) consumers remembers nobody")
        self.capacity = capacity
    }

    /// How many consumers are remembered.
    package var count: Int {
        self.entries.count
    }

    /// Charges somebody, and says where that leaves it. Who comes to be dropped by it is charged for that too, once.
    package mutating func charge(_ consumer: ResourceConsumer, _ charge: ResourceCharge, now: Duration) -> Standing {
        if self.entries[consumer] == nil { self.makeRoom(now: now) }
        var entry = self.entries[consumer] ?? Entry(lastCharge: now)
        let wasDropped = entry.balance.current(now: now) >= Self.dropBalance
        var balance = entry.balance.add(charge.cost, now: now)
        if balance >= Self.dropBalance, !wasDropped {
            balance = entry.balance.add(ResourceCharge.drop.cost, now: now)
        }
        entry.lastCharge = now
        self.entries[consumer] = entry
        return Self.standing(balance)
    }

    /// Where somebody stands, without a charge.
    package func standing(of consumer: ResourceConsumer, now: Duration) -> Standing {
        Self.standing(self.balance(of: consumer, now: now))
    }

    /// What somebody has cost lately.
    package func balance(of consumer: ResourceConsumer, now: Duration) -> Int {
        self.entries[consumer]?.balance.current(now: now) ?? 0
    }

    /// Forgets who has cost nothing for long.
    package mutating func forgetIdle(now: Duration) {
        self.entries = self.entries.filter { now - $0.value.lastCharge < Self.forgottenAfter }
    }

    private mutating func makeRoom(now: Duration) {
        guard self.entries.count >= self.capacity else { return }
        self.forgetIdle(now: now)
        guard self.entries.count >= self.capacity else { return }
        // Half at once, so that a flood of strangers does not sort the table anew for each of them.
        let byCost = self.entries.map { (balance: $0.value.balance.current(now: now), consumer: $0.key) }.sorted {
            ($0.balance, $0.consumer) < ($1.balance, $1.consumer)
        }
        for (_, consumer) in byCost.prefix((self.capacity + 1) / 2) { self.entries[consumer] = nil }
    }

    private static func standing(_ balance: Int) -> Standing {
        balance >= Self.dropBalance ? .dropped : balance >= Self.warningBalance ? .warned : .good
    }
}
