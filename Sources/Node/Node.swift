package import Addressing
package import Logging
internal import NIOCore
internal import NIOPosix
package import Overlay
internal import TLS

/// A running node: one `Overlay` on real sockets, with one thread of its own.
///
/// ```swift
/// let node = try Node.start(configuration, logger: logger)
/// defer { node.stop() }
/// ```
package struct Node: Sendable {
    /// Where the node listens, with the port that the kernel chose if it was to choose one; `nil` if it does not listen.
    package let endpoint: Endpoint?

    private let group: MultiThreadedEventLoopGroup
    private let shell: NIOLoopBound<Shell>
    private let listener: (any Channel)?

    /// Listens, and starts to dial. Blocks until the port is bound.
    ///
    /// Whoever calls this has to call ``stop()``, and may not be on an event loop.
    ///
    /// - Parameters:
    ///   - configuration: What the node is.
    ///   - limits: What its machine puts up with.
    ///   - shellLimits: What its shell puts up with.
    ///   - logger: Gets an event a line.
    ///   - seed: Of the machine's random choices.
    /// - Returns: The node, with its dials under way.
    /// - Throws: When the port cannot be listened on.
    package static func start(
        _ configuration: NodeConfiguration,
        limits: Limits = .standard,
        shellLimits: ShellLimits = .standard,
        logger: Logger,
        seed: UInt64 = .random(in: 0...(.max))
    ) throws(NodeError) -> Node {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let starter = NodeStarter(
            configuration: configuration,
            limits: limits,
            shellLimits: shellLimits,
            logger: logger,
            seed: seed,
            loop: group.next()
        )
        do {
            let (listener, shell) = try starter.start()
            return Node(endpoint: Endpoint(listener?.localAddress), group: group, shell: shell, listener: listener)
        } catch {
            try? group.syncShutdownGracefully()
            throw error
        }
    }

    /// Stops listening, closes every connection politely, and returns when nothing of the node is alive.
    ///
    /// Takes no longer than the time limit for closing one connection. Call it once.
    package func stop() {
        let stopped = self.shell.eventLoop.flatSubmit { [shell, listener] in
            listener?.close(promise: nil)
            return shell.value.stop()
        }
        try? stopped.wait()
        try? self.group.syncShutdownGracefully()
    }
}
