/// How long something took, often: counts by upper bounds, as Prometheus takes them.
package struct LatencyHistogram: Equatable, Sendable {
    /// In microseconds; what took longer is counted beyond the last.
    package static let bounds: [Int64] = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
    ]

    /// How many took at most so long and longer than the bound before; the last one is without bound.
    package private(set) var counts = [Int](repeating: 0, count: Self.bounds.count + 1)
    /// Of all, in nanoseconds.
    package private(set) var sum: Int64 = 0

    package init() {}

    /// - Parameter nanoseconds: What it took, at least 0.
    package mutating func note(nanoseconds: Int64) {
        self.counts[Self.bounds.firstIndex { nanoseconds <= $0 * 1_000 } ?? Self.bounds.count] += 1
        self.sum += nanoseconds
    }

    /// How many there were.
    package var count: Int {
        self.counts.reduce(0, +)
    }
}
