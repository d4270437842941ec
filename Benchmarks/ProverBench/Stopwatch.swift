/// How long the steps of a program took.
struct Stopwatch {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant
    private var lines: [String] = []

    init() {
        self.last = self.clock.now
    }

    /// A step has ended, which did its work so many times.
    mutating func mark(_ name: String, over times: Int = 1) {
        let now = self.clock.now
        self.lines.append("\(name) \((now - self.last) / .seconds(1) / Double(times))")
        self.last = self.clock.now
    }

    /// A line for each step, in seconds.
    var text: String { self.lines.joined(separator: "\n") }
}
