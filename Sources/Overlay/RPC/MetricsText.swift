/// Writes metrics in the text format of Prometheus, version 0.0.4.
struct MetricsText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    /// Before the name of each metric.
    static let prefix = "picket_"

    private(set) var text = ""
    private var name = ""

    /// Starts a metric; its values follow.
    mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
        self.name = Self.prefix + name
        self.text += "# HELP \(self.name) \(help)\n# TYPE \(self.name) \(kind.rawValue)\n"
    }

    /// Adds all values of a histogram that was begun, in seconds.
    mutating func add(_ histogram: LatencyHistogram) {
        var total = 0
        for (bound, count) in zip(LatencyHistogram.bounds.map { Self.seconds($0 * 1_000) } + ["+Inf"], histogram.counts)
        {
            total += count
            self.text += "\(self.name)_bucket{le=\"\(bound)\"} \(total)\n"
        }
        self.text += "\(self.name)_sum \(Self.seconds(histogram.sum))\n\(self.name)_count \(total)\n"
    }

    /// With all nine places, so that no digit depends on a floating point number.
    private static func seconds(_ nanoseconds: Int64) -> String {
        let places = String(nanoseconds % 1_000_000_000)
        return "\(nanoseconds / 1_000_000_000).\(String(repeating: "0", count: 9 - places.count))\(places)"
    }

    /// Adds a value of the metric that was begun.
    ///
    /// - Parameters:
    ///   - labels: Words without quotes, backslashes and line ends.
    ///   - value: As it stands.
    mutating func add(_ labels: KeyValuePairs<String, String>, _ value: Int) {
        let list = labels.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        self.text += labels.isEmpty ? "\(self.name) \(value)\n" : "\(self.name){\(list)} \(value)\n"
    }
}
