import Logging
import Synchronization

/// A log that a test can read.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    /// The lines so far, as `name key=value …` with sorted keys.
    var all: [String] {
        self.lines.withLock { $0 }
    }

    func all(_ name: String) -> [String] {
        self.all.filter { $0.hasPrefix("\(name) ") }
    }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            self.log.lines.withLock { $0.append("\(event.message)\(pairs.joined())") }
        }
    }
}
