/// How long the steps of a command took.
struct Timings {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant
    private var steps: [(name: String, seconds: Double)] = []

    init() {
        self.start = self.clock.now
        self.last = self.start
    }

    /// A step has ended.
    mutating func mark(_ name: String) {
        let now = self.clock.now
        self.steps.append((name, (now - self.last) / .seconds(1)))
        self.last = now
    }

    /// A line for each step, and one for all of them.
    var text: String {
        let total = (self.last - self.start) / .seconds(1)
        return (self.steps + [("total", total)]).map { "timing: \($0.name) \($0.seconds.rounded(to: 4)) s" }
            .joined(separator: "\n")
    }
}
