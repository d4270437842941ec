/// Writes metrics in the text format of Prometheus, version 0.0.4.
struct MetricsText {
    enum Kind: String {
        case counter, gauge
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
