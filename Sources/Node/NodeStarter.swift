internal import Addressing
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Overlay
internal import TLS

/// Brings a node into being: listener first, because the machine has to know its port.
struct NodeStarter: Sendable {
    let configuration: NodeConfiguration
    let limits: Limits
    let shellLimits: ShellLimits
    let logger: Logger
    let seed: UInt64
    let loop: any EventLoop

    func start() throws(NodeError) -> ((any Channel)?, NIOLoopBound<Shell>) {
        let shell = NIOLoopBoundBox.makeEmptyBox(valueType: Shell.self, eventLoop: self.loop)
        let listener = try self.configuration.listener.map { (address) throws(NodeError) in
            try self.bind(address, shell)
        }
        return (listener, try self.makeShell(in: shell, listeningOn: Endpoint(listener?.localAddress)?.port))
    }

    private func makeShell(
        in box: NIOLoopBoundBox<Shell?>,
        listeningOn port: Port?
    ) throws(NodeError) -> NIOLoopBound<Shell> {
        let result = self.loop.submit {
            let machine = Overlay(
                configuration: self.configuration.overlay(listeningOn: port),
                limits: self.limits,
                seed: self.seed
            )
            let shell = try Shell(
                machine,
                loop: self.loop,
                limits: self.shellLimits,
                bootcachePath: self.configuration.bootcachePath,
                logger: self.logger
            )
            box.value = shell
            shell.report(.started)
            return NIOLoopBound(shell, eventLoop: self.loop)
        }
        do {
            return try result.wait()
        } catch {
            throw .cannotPrepareTLS("\(error)")
        }
    }

    private func bind(
        _ address: NodeConfiguration.Listener,
        _ shell: NIOLoopBoundBox<Shell?>
    ) throws(NodeError) -> any Channel {
        let bootstrap = ServerBootstrap(group: self.loop)
            .serverChannelOption(.backlog, value: self.shellLimits.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptFailureHandler(self.logger))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: UInt(self.shellLimits.readsPerTurn))
            .childChannelOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: self.shellLimits.readSize)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let shell = shell.value else { throw ChannelError.ioOnClosedChannel }
                    try shell.accept(channel)
                }
            }
        let port = address.port?.rawValue ?? 0
        do {
            return try bootstrap.bind(to: SocketAddress(address.address, port: port)).wait()
        } catch {
            throw .cannotBind("\(address.address):\(port)", error)
        }
    }
}
