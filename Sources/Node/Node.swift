package import Addressing
package import Files
package import Logging
internal import NIOCore
internal import NIOPosix
package import Overlay
internal import TLS

/// A running node: one `Overlay` on real sockets, on one thread.
///
/// ```swift
/// let node = try Node.start(configuration, logger: logger)
/// defer { node.stop() }
/// ```
package struct Node: Sendable {
    /// What a node runs on.
    enum Threads: Sendable {
        /// Ends with the node.
        case own(MultiThreadedEventLoopGroup)
        /// Outlives the node.
        case shared(MultiThreadedEventLoopGroup)

        var group: MultiThreadedEventLoopGroup {
            switch self {
            case .own(let group), .shared(let group): group
            }
        }
    }

    /// Where the node listens, with the port that the kernel chose if it was to choose one; `nil` if it does not listen.
    package let endpoint: Endpoint?

    /// Where commands are taken, in the order of the configuration.
    package let commandEndpoints: [Endpoint]
    /// Where the counters are; `nil` if they are nowhere.
    package let metricsEndpoint: Endpoint?

    private let threads: Threads
    private let shell: NIOLoopBound<Shell>
    private let listeners: [any Channel]

    /// Listens, and starts to dial. Blocks until the port is bound.
    ///
    /// Whoever calls this has to call ``stop()``, and may not be on an event loop.
    ///
    /// - Parameters:
    ///   - configuration: What the node is.
    ///   - limits: What its machine puts up with.
    ///   - shellLimits: What its shell puts up with.
    ///   - namespace: That its sockets belong to; `nil` for that of the process.
    ///   - logger: Gets an event a line.
    ///   - seed: Of the machine's random choices.
    ///   - stopRequested: Called when an administrator sends `stop`; has to see to it that ``stop()`` is called.
    /// - Returns: The node, with its dials under way.
    /// - Throws: When the port cannot be listened on.
    package static func start(
        _ configuration: NodeConfiguration,
        limits: Limits = .standard,
        shellLimits: ShellLimits = .standard,
        namespace: NetworkNamespace? = nil,
        logger: Logger,
        seed: UInt64 = .random(in: 0...(.max)),
        stopRequested: (@Sendable () -> Void)? = nil
    ) throws(NodeError) -> Node {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            return try Self.start(
                configuration,
                limits: limits,
                shellLimits: shellLimits,
                namespace: namespace,
                logger: logger,
                seed: seed,
                stopRequested: stopRequested,
                on: .own(group)
            )
        } catch {
            try? group.syncShutdownGracefully()
            throw error
        }
    }

    /// As above, on the thread of another node, which has to be stopped after this one.
    package static func start(
        _ configuration: NodeConfiguration,
        beside other: Node,
        logger: Logger
    ) throws(NodeError) -> Node {
        try Self.start(configuration, logger: logger, stopRequested: nil, on: .shared(other.threads.group))
    }

    /// As above, on threads that may be shared with other nodes.
    static func start(
        _ configuration: NodeConfiguration,
        limits: Limits = .standard,
        shellLimits: ShellLimits = .standard,
        namespace: NetworkNamespace? = nil,
        logger: Logger,
        seed: UInt64 = .random(in: 0...(.max)),
        stopRequested: (@Sendable () -> Void)?,
        on threads: Threads
    ) throws(NodeError) -> Node {
        let starter = NodeStarter(
            configuration: configuration,
            limits: limits,
            shellLimits: shellLimits,
            logger: logger,
            seed: seed,
            stopRequested: stopRequested,
            sockets: NodeSockets(loop: threads.group.next(), namespace: namespace)
        )
        return Node(try starter.start(), threads)
    }

    private init(_ started: NodeStarter.Started, _ threads: Threads) {
        self.endpoint = Endpoint(started.listener?.localAddress)
        self.commandEndpoints = started.commandListeners.compactMap { Endpoint($0.localAddress) }
        self.metricsEndpoint = Endpoint(started.metricsListener?.localAddress)
        self.threads = threads
        self.shell = started.shell
        self.listeners = [started.listener, started.metricsListener].compactMap(\.self) + started.commandListeners
    }

    /// Dials a peer once, as an administrator's `connect` does.
    package func connect(to endpoint: Endpoint) {
        self.shell.eventLoop.execute { [shell] in shell.value.report(.connectRequested(endpoint)) }
    }

    /// Stops listening, closes every connection politely, and returns when nothing of the node is alive.
    ///
    /// Takes no longer than the time limit for closing one connection. Call it once.
    package func stop() {
        let stopped = self.shell.eventLoop.flatSubmit { [shell, listeners] in
            for listener in listeners { listener.close(promise: nil) }
            return shell.value.stop()
        }
        try? stopped.wait()
        if case .own(let group) = self.threads { try? group.syncShutdownGracefully() }
    }
}
