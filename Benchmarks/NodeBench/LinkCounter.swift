internal import Glibc
internal import Logging
internal import Synchronization

/// Counts the links that a node says in its log to have made.
final class LinkCounter: Sendable {
    private let count = Atomic(0)

    /// Looks again and again, without taking the processor from the nodes.
    func wait(for wanted: Int) {
        for _ in 0..<6_000 {
            if self.count.load(ordering: .relaxed) >= wanted { return }
            usleep(10_000)
        }
        fatalError("the links did not come: \(self.count.load(ordering: .relaxed)) of \(wanted)")
    }

    /// A log that keeps nothing else.
    struct Handler: LogHandler {
        let counter: LinkCounter
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if "\(event.message)" == "peer-active" { self.counter.count.add(1, ordering: .relaxed) }
        }
    }
}
