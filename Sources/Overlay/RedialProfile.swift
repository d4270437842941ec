/// How long to wait before a fixed peer is dialled again.
package enum RedialProfile: String, Equatable, Sendable, CaseIterable {
    /// Our own: a validator without sentries is cut off, so seconds count.
    case picket
    /// The real server's, in minutes.
    case stock

    /// After the first failure; each further failure in a row doubles it.
    package static let firstDelay = Duration.milliseconds(250)
    /// Where the doubling ends: with the spread, a peer that comes back is dialled within five seconds.
    package static let longestDelay = Duration.milliseconds(4_500)
    /// How far a delay is spread to both sides, so that nodes that lost a sentry together do not return together.
    package static let jitterPercent = 10
    /// Source: skywelld reference §6.1 and §6.6.
    package static let stockMinutes = [1, 2, 3, 5, 8, 13, 21, 34, 55]

    /// The wait after some failures in a row, at least one, before it is spread.
    package func baseDelay(failures: Int) -> Duration {
        precondition(failures >= 1, "there is nothing to wait for after \(failures) failures")
        switch self {
        case .picket:
            let doublings = min(failures - 1, 30)  // far beyond the longest delay, far below an overflow
            return min(Self.firstDelay * (1 << doublings), Self.longestDelay)
        case .stock:
            let minutes = Self.stockMinutes[min(failures, Self.stockMinutes.count) - 1]
            return .seconds(60 * minutes)
        }
    }

    /// The wait after some failures in a row, at least one; the generator decides how it is spread.
    func delay(failures: Int, using random: inout SplitMix64) -> Duration {
        let base = self.baseDelay(failures: failures)
        guard self == .picket else { return base }
        let permille = Int.random(in: -10 * Self.jitterPercent...10 * Self.jitterPercent, using: &random)
        return base + base * permille / 1000
    }
    /// What is left of a wait if a dial that nobody answered took a part of it.
    func shortened(_ delay: Duration, by elapsed: Duration) -> Duration {
        switch self {
        case .picket: max(delay - elapsed, Self.firstDelay)
        case .stock: delay
        }
    }
}
