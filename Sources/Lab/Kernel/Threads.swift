package import Files
internal import Glibc
internal import Synchronization

/// Work on threads of its own.
///
/// A network namespace belongs to a thread, so what stands in one never runs on a pool thread, which would carry it into
/// other work.
package enum Threads {
    /// At most this many probes at a time; they mostly wait for packets.
    package static let limit = 16

    /// Runs every task in its namespace, several at a time.
    ///
    /// - Returns: The results in the order of the tasks.
    static func run<Value: Sendable>(
        _ tasks: [(namespace: NetworkNamespace, work: @Sendable () -> Value)],
        atOnce limit: Int = Self.limit
    ) throws(SystemCallError) -> [Value] {
        let results = try self.run(
            tasks.map { task in
                { @Sendable in
                    Result { () throws(SystemCallError) in
                        try task.namespace.enter()
                        return task.work()
                    }
                }
            },
            atOnce: limit
        )
        var values: [Value] = []
        for result in results { values.append(try result.get()) }
        return values
    }

    /// How many processors there are.
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Runs every task, several at a time.
    ///
    /// - Returns: The results in the order of the tasks.
    package static func run<Value: Sendable>(
        _ tasks: [@Sendable () -> Value],
        atOnce limit: Int
    ) throws(SystemCallError) -> [Value] {
        let next = Atomic(0)
        let results = Mutex<[Int: Value]>([:])
        let worker: @Sendable () -> Void = {
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < tasks.count else { return }
                let result = tasks[index]()
                results.withLock { $0[index] = result }
            }
        }
        var threads: [pthread_t] = []
        for _ in 0..<min(limit, tasks.count) {
            threads.append(try Self.start(worker))
        }
        for thread in threads {
            pthread_join(thread, nil)
        }
        return tasks.indices.map { index in
            guard let result = results.withLock({ $0[index] }) else {
                preconditionFailure("a worker thread ended without a result")
            }
            return result
        }
    }

    /// Starts a thread that nobody joins.
    static func detach(_ work: @escaping @Sendable () -> Void) throws(SystemCallError) {
        pthread_detach(try Self.start(work))
    }

    private static func start(_ work: @escaping @Sendable () -> Void) throws(SystemCallError) -> pthread_t {
        let box = Unmanaged.passRetained(Box(work))
        var thread = pthread_t()
        let code = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            },
            box.toOpaque()
        )
        guard code == 0 else {
            box.release()
            throw SystemCallError("pthread_create", "worker", code: code)
        }
        return thread
    }

    /// Carries a closure through `pthread_create`'s pointer.
    private final class Box: Sendable {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) {
            self.work = work
        }
    }
}
