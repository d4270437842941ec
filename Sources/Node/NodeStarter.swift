internal import Addressing
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Overlay
internal import Skywelld
internal import TLS

/// Brings a node into being: listener first, because the machine has to know its port.
struct NodeStarter: Sendable {
    let configuration: NodeConfiguration
    let limits: Limits
    let shellLimits: ShellLimits
    let logger: Logger
    let seed: UInt64
    let stopRequested: (@Sendable () -> Void)?
    let sockets: NodeSockets

    private var loop: any EventLoop { self.sockets.loop }

    /// What a started node consists of.
    struct Started {
        let shell: NIOLoopBound<Shell>
        /// The peer port; `nil` if there is none.
        let listener: (any Channel)?
        /// The ports that serve commands, in the order of the configuration.
        let commandListeners: [any Channel]
        let metricsListener: (any Channel)?
    }

    func start() throws(NodeError) -> Started {
        let box = NIOLoopBoundBox.makeEmptyBox(valueType: Shell.self, eventLoop: self.loop)
        let listener = try self.configuration.listener.map { (address) throws(NodeError) in
            try self.bind(address.address, address.port) { try Self.shell(in: box).accept($0) }
        }
        let commandListeners = try self.configuration.commandPorts.map { (port) throws(NodeError) in
            try self.bind(port.address, port.port) { try Self.shell(in: box).acceptRequests($0, on: .commands(port)) }
        }
        let metricsListener = try self.configuration.metricsListener.map { (address) throws(NodeError) in
            try self.bind(address.address, address.port) { try Self.shell(in: box).acceptRequests($0, on: .metrics) }
        }
        return Started(
            shell: try self.makeShell(in: box, listeningOn: Endpoint(listener?.localAddress)?.port),
            listener: listener,
            commandListeners: commandListeners,
            metricsListener: metricsListener
        )
    }

    /// A connection that comes before the shell is there is closed.
    private static func shell(in box: NIOLoopBoundBox<Shell?>) throws -> Shell {
        guard let shell = box.value else { throw ChannelError.ioOnClosedChannel }
        return shell
    }

    private func makeShell(
        in box: NIOLoopBoundBox<Shell?>,
        listeningOn port: Port?
    ) throws(NodeError) -> NIOLoopBound<Shell> {
        let result = self.loop.submit {
            var overlay = self.configuration.overlay
            overlay.listeningPort = port?.rawValue
            overlay.bootcache = self.configuration.bootcachePath.flatMap(BootcacheFile.read) ?? []
            let shell = try Shell(
                Overlay(configuration: overlay, limits: self.limits, seed: self.seed),
                self.configuration,
                sockets: self.sockets,
                limits: self.shellLimits,
                logger: self.logger,
                stopRequested: self.stopRequested
            )
            box.value = shell
            shell.carryOut(self.configuration.startupCommands)
            shell.report(.started)
            // The library that resolves names does so in the namespace of the process.
            if self.sockets.namespace == nil {
                shell.ask(self.configuration.validatorDomains, DomainClient(loop: self.loop))
            }
            return NIOLoopBound(shell, eventLoop: self.loop)
        }
        do {
            return try result.wait()
        } catch {
            throw .cannotPrepareTLS("\(error)")
        }
    }

    private func bind(
        _ address: Addressing.IPv4Address,
        _ port: Port?,
        accept: @escaping @Sendable (any Channel) throws -> Void
    ) throws(NodeError) -> any Channel {
        let number = port?.rawValue ?? 0
        let listener = self.sockets.open {
            self.listen(accept).bind(to: SocketAddress(address, port: number))
        }
        do {
            return try listener.wait()
        } catch {
            let line = port.flatMap { self.configuration.portLines[Endpoint(address, $0)] }
            throw .cannotBind("\(address):\(number)", line: line, error)
        }
    }

    private func listen(_ accept: @escaping @Sendable (any Channel) throws -> Void) -> ServerBootstrap {
        ServerBootstrap(group: self.loop)
            .serverChannelOption(.backlog, value: self.shellLimits.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptFailureHandler(self.logger))
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try self.shellLimits.apply(to: channel)
                    try accept(channel)
                }
            }
    }
}
