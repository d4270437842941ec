/// How much somebody has cost us lately: a sum of charges that fades within a minute or two.
///
/// Integer arithmetic, exactly as the server does it, so that both lose patience at the same moment. A steady cost of r a second
/// settles at a balance of about r.
///
/// Source: skywelld reference §5.8.
package struct ResourceBalance: Equatable, Sendable {
    /// The time in which a balance fades to about a third, in seconds; also the unit in which it is held: a 32nd.
    private static let window = 32
    /// After so many windows without a charge nothing is left.
    private static let forgottenAfterWindows = 4

    /// In 32nds.
    private var value = 0
    /// In whole seconds.
    private var lastChange: Int64 = 0

    package init() {}

    /// Adds a charge, and says what the balance is then.
    ///
    /// - Parameters:
    ///   - cost: At least 0.
    ///   - now: Never earlier than before.
    package mutating func add(_ cost: Int, now: Duration) -> Int {
        self.add(cost, second: now.components.seconds)
    }

    /// The same, for a caller that has the whole seconds already.
    mutating func add(_ cost: Int, second: Int64) -> Int {
        self.fade(second)
        self.value += cost
        return self.value / Self.window
    }

    /// The balance at a time, without a charge.
    package func current(now: Duration) -> Int {
        var copy = self
        return copy.add(0, now: now)
    }

    private mutating func fade(_ second: Int64) {
        let elapsed = second - self.lastChange
        self.lastChange = second
        guard elapsed <= Self.window * Self.forgottenAfterWindows else {
            self.value = 0
            return
        }
        for _ in 0..<max(elapsed, 0) { self.value -= (self.value + Self.window - 1) / Self.window }
    }
}
