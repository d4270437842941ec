internal import Lab

/// Independent parts of pure work on every core.
enum Cores {
    /// Below so many hosts, threads gain nothing that anybody would notice; and a process that has had none can still enter a
    /// user namespace of its own.
    private static let worthwhile = 500

    /// - Parameters:
    ///   - hosts: How many hosts the work is about.
    ///   - parts: In any order.
    /// - Returns: Their results, in the order of the parts.
    static func run<Value: Sendable>(_ parts: [@Sendable () -> Value], hosts: Int) -> [Value] {
        hosts > self.worthwhile ? self.spread(parts) : parts.map { $0() }
    }

    /// The same, however little there is to do: for work after which no namespace is entered.
    static func spread<Value: Sendable>(_ parts: [@Sendable () -> Value]) -> [Value] {
        guard parts.count > 1, Threads.processors > 1 else { return parts.map { $0() } }
        // Without threads the same work is done without them.
        return (try? Threads.run(parts, atOnce: Threads.processors)) ?? parts.map { $0() }
    }
}
