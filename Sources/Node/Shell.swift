internal import Addressing
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import Overlay
internal import Skywelld
internal import TLS

/// Runs one `Overlay` on real sockets: feeds it events and carries out its actions, in order.
///
/// Everything happens on one event loop, so there is nothing to lock. Decides nothing about the protocol.
final class Shell {
    private let sockets: NodeSockets
    private let dialling: TLSContext
    let certificates: ShellCertificates
    let limits: ShellLimits
    /// An administrator can change its level.
    var logger: Logger
    /// An administrator wants the process to end; `nil` if that is not for administrators to say.
    let stopRequested: (@Sendable () -> Void)?
    private let configuration: NodeConfiguration
    let clock = NodeClock()

    private(set) var machine: Overlay
    /// Events that came up while the machine was busy with another.
    private var inbox: [Arrival] = []
    /// Whose bytes are being handled, if it is bytes.
    private var sender: ConnectionID?
    /// When what is being handled came up.
    private var arrivalTime = NIODeadline.now()
    private(set) var relayLatency = LatencyHistogram()
    private var isHandling = false
    private(set) var isStopping = false
    private var connections: [ConnectionID: Connection] = [:]
    /// What was written to while one event was handled, each once.
    private var unflushed: [ConnectionID] = []
    private var acceptedCount = 0
    /// Those of them that are on their way out, but not gone.
    private var leavingCount = 0
    /// Open connections of ports that serve requests.
    private var requestChannels: [ObjectIdentifier: any Channel] = [:]
    private var requestSlots: RequestSlots
    /// Of the next accepted connection: odd, the dials' numbers are even.
    private var nextAccepted: UInt64 = 1
    private var alarm: Scheduled<Void>?
    /// Done when the boot cache is as it was last asked to be saved.
    private var saved: EventLoopFuture<Void>

    private var loop: any EventLoop { self.sockets.loop }

    init(
        _ machine: Overlay,
        _ configuration: NodeConfiguration,
        sockets: NodeSockets,
        limits: ShellLimits,
        logger: Logger,
        stopRequested: (@Sendable () -> Void)?
    ) throws(TLSError) {
        self.stopRequested = stopRequested
        self.configuration = configuration
        self.machine = machine
        self.sockets = sockets
        self.saved = sockets.loop.makeSucceededVoidFuture()
        self.dialling = try TLSContext.client()
        self.certificates = try ShellCertificates(configuration)
        var limits = limits
        if let ping = configuration.webSocketPing { limits.webSocketPing = ping }
        self.limits = limits
        self.requestSlots = RequestSlots(limits)
        self.logger = logger
    }

    /// An event, and when it came up.
    private struct Arrival {
        let event: Event
        let time = NIODeadline.now()

        /// Whose bytes they are, if it is bytes.
        var sender: ConnectionID? {
            if case .bytesReceived(let id, _) = self.event { id } else { nil }
        }
    }

    /// Tells the machine what happened, and does what it says. What happens meanwhile waits its turn.
    func report(_ event: Event) {
        self.inbox.append(Arrival(event: event))
        guard !self.isHandling else { return }
        self.isHandling = true
        var next = 0
        while next < self.inbox.count, !self.isStopping {
            let arrival = self.inbox[next]
            (self.sender, self.arrivalTime) = (arrival.sender, arrival.time)
            for action in self.machine.handle(arrival.event, now: self.clock.now) { self.perform(action) }
            self.sender = nil
            self.flush()
            next += 1
        }
        self.inbox.removeAll(keepingCapacity: true)
        self.isHandling = false
    }

    /// As ``report(_:)``, unless the connection is on its way out: the machine is then done with it.
    func report(_ event: Event, of id: ConnectionID) {
        guard let connection = self.connections[id], connection.end == nil else { return }
        self.report(event)
    }

    private func perform(_ action: Action) {
        switch action {
        case .dial(let id, let endpoint): self.dial(id, endpoint)
        case .send(let id, let bytes): self.send(id, bytes)
        case .close(let id, .madeRoom): self.cutOff(id)
        case .close(let id, _): self.close(id)
        case .testConnect(let id, let endpoint): self.testConnect(id, endpoint)
        case .saveBootcache(let entries): self.saveBootcache(entries)
        case .wake(let moment): self.wake(at: moment)
        case .log(let notice): self.logger.log(notice)
        }
    }
}

// MARK: - Connections that come and go

extension Shell {
    /// Takes in a connection that was accepted, before anything is read from it.
    ///
    /// The machine hears of it at once, and says whether it may stay: who only connects has taken a place already. Whoever may
    /// not is cut off, without a goodbye that would keep the descriptor.
    ///
    /// - Throws: When there is no room, or it is gone already; the channel is then to be closed.
    func accept(_ channel: any Channel) throws {
        guard !self.isStopping, let remote = Endpoint(channel.remoteAddress), self.makeRoom(for: remote.address) else {
            channel.closeWithReset()
            throw ChannelError.ioOnClosedChannel
        }
        let id = ConnectionID(rawValue: self.nextAccepted)
        self.nextAccepted += 2
        self.acceptedCount += 1
        let connection = Connection(origin: .accepted(remote: remote), channel: nil, isAnnounced: true)
        self.connections[id] = connection
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.forget(id) }
        self.report(.connectionAccepted(id, remote: remote))
        guard connection.end == nil else {
            channel.closeWithReset()
            throw ChannelError.ioOnClosedChannel
        }
        connection.channel = channel
        guard let port = self.configuration.peerCommands else { return try self.equip(channel, id) }
        try self.equip(channel, id, sharingWith: port, from: remote.address)
    }

    /// Whether one more descriptor is there for this address. Some are kept for protected and fixed peers; beyond that, who
    /// has been told to go has to go at once.
    private func makeRoom(for address: IPv4Address) -> Bool {
        let isKept = self.machine.keepsRoom(for: address)
        let maximum = self.limits.acceptedMaximum + (isKept ? self.limits.acceptedReserve : 0)
        if self.acceptedCount >= maximum, self.leavingCount > 0 {
            self.connections.filter { $0.value.isAccepted && $0.value.end != nil }.min { $0.key < $1.key }?
                .value.channel?.closeWithReset()
        }
        return self.acceptedCount < maximum
    }

    /// Counts a connection to a port that serves requests, until it is closed.
    ///
    /// - Returns: Whether there was room for it.
    func takeRequestSlot(of channel: any Channel, from address: IPv4Address, on port: ServicePort) -> Bool {
        let id = ObjectIdentifier(channel)
        guard !self.isStopping, self.requestSlots.take(id, from: address, on: port) else { return false }
        self.requestChannels[id] = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.requestChannels[id] = nil
            self.requestSlots.give(id)
        }
        return true
    }

    /// TCP of a dial stands; the machine knows of those that were accepted.
    func connectionBecameActive(_ id: ConnectionID) {
        guard let connection = self.connections[id], !connection.isAccepted else { return }
        self.report(.connectionOpened(id), of: id)
    }

    /// Something went wrong with a connection, which will be closed because of it.
    func connectionFailed(_ id: ConnectionID, _ error: any Error) {
        self.end(id, because: ConnectionEnd(error))
        self.logger.debug(
            "connection-failed",
            metadata: ["connection": "\(id.rawValue)", "cause": "\(FailureText(error))"]
        )
    }

    private func dial(_ id: ConnectionID, _ endpoint: Endpoint) {
        precondition(self.connections[id] == nil, "connection \(id.rawValue) is dialled twice")
        self.connections[id] = Connection(origin: .dialled, channel: nil, isAnnounced: true)
        let bound = NIOLoopBound(self, eventLoop: self.loop)
        let bootstrap = ClientBootstrap(group: self.loop)
            .connectTimeout(TimeAmount(self.limits.connectTimeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.prepareDialled(channel, id) }
            }
        self.sockets.openHere { bootstrap.connect(to: SocketAddress(endpoint)) }
            .assumeIsolated()
            .whenFailure { error in
                self.connectionFailed(id, error)
                self.forget(id)
            }
    }

    /// Opens TCP, closes it at once, and tells the machine whether that worked.
    private func testConnect(_ id: ConnectionID, _ endpoint: Endpoint) {
        let bootstrap = ClientBootstrap(group: self.loop)
            .connectTimeout(TimeAmount(PeerFinder.Constants.connectTestTimeout))
        self.sockets.openHere { bootstrap.connect(to: SocketAddress(endpoint)) }
            .assumeIsolated()
            .whenComplete { result in
                let channel = try? result.get()
                channel?.close(promise: nil)
                self.report(.connectTestFinished(id, isReachable: channel != nil), of: id)
            }
    }

    private func prepareDialled(_ channel: any Channel, _ id: ConnectionID) throws {
        guard self.connections[id]?.end == nil else { throw ChannelError.ioOnClosedChannel }
        self.connections[id]?.channel = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in self.forget(id) }
        try self.limits.apply(to: channel)
        try self.equip(channel, id, TLSHandler(self.dialling, closeTimeout: self.closeTimeout))
    }

    /// A connection to the peer port.
    func equip(_ channel: any Channel, _ id: ConnectionID) throws {
        try self.equip(channel, id, self.certificates.handlerOfPeerPort(self.closeTimeout))
    }

    private func equip(_ channel: any Channel, _ id: ConnectionID, _ handler: TLSHandler) throws {
        try channel.pipeline.syncOperations.addHandlers([handler, ConnectionHandler(id, shell: self)])
    }

    var closeTimeout: TimeAmount { TimeAmount(self.limits.closeTimeout) }

    /// The other end of an accepted connection wants to give commands: the machine is done with it.
    func forgetInMachine(_ id: ConnectionID) {
        self.report(.connectionClosed(id, .tookCommands), of: id)
        self.connections[id]?.isAnnounced = false
    }

    private func send(_ id: ConnectionID, _ bytes: [UInt8]) {
        guard let connection = self.connections[id], connection.end == nil, let channel = connection.channel else {
            return
        }
        guard !connection.isUnflushed else { return channel.write(bytes, promise: nil) }
        connection.isUnflushed = true
        connection.pendingFlushes += 1
        self.unflushed.append(id)
        // What one link's bytes make us send to another is a copy of a message.
        let isCopy = self.sender.map { $0 != id } ?? false
        let received = isCopy ? self.arrivalTime : nil
        channel.write(bytes).assumeIsolated().whenSuccess {
            if let received { self.relayLatency.note(nanoseconds: (NIODeadline.now() - received).nanoseconds) }
            self.flushed(id)
        }
    }

    /// Lets everything go that one event led to: one call of the kernel for each connection, however many messages it gets.
    private func flush() {
        for id in self.unflushed {
            guard let connection = self.connections[id] else { continue }
            connection.isUnflushed = false
            connection.channel?.flush()
        }
        self.unflushed.removeAll(keepingCapacity: true)
    }

    private func flushed(_ id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        connection.pendingFlushes -= 1
        guard connection.pendingFlushes == 0, connection.end == nil else { return }
        // At once, and not in its turn: it happens after nearly every message, and leads to nothing.
        let actions = self.machine.handle(.queueDrained(id), now: self.clock.now)
        assert(actions.isEmpty, "an empty queue made the machine act")
    }

    private func close(_ id: ConnectionID) {
        self.end(id, because: .closedByUs)
        self.connections[id]?.channel?.close(promise: nil)
    }

    /// Closes a connection whose place is given to another one: the goodbye that it is told is not waited for.
    private func cutOff(_ id: ConnectionID) {
        let channel = self.connections[id]?.channel
        self.close(id)
        channel?.closeWithReset()
    }

    private func end(_ id: ConnectionID, because reason: ConnectionEnd) {
        guard let connection = self.connections[id] else { return }
        if connection.end == nil, connection.isAccepted { self.leavingCount += 1 }
        connection.endsBecause(reason)
    }

    /// The socket is closed; the second call for the same connection does nothing.
    private func forget(_ id: ConnectionID) {
        guard let connection = self.connections.removeValue(forKey: id) else { return }
        if connection.isAccepted {
            self.acceptedCount -= 1
            self.leavingCount -= connection.end == nil ? 0 : 1
        }
        if connection.isAnnounced { self.report(.connectionClosed(id, connection.end ?? .closedByPeer)) }
    }
}

// MARK: - What is kept

extension Shell {
    /// Writes on another thread, because a disk may take its time; never two at once, or the older could come last.
    private func saveBootcache(_ entries: [BootcacheEntry]) {
        guard let path = self.configuration.bootcachePath else { return }
        let loop = self.loop
        let saved = self.saved.flatMap {
            NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try BootcacheFile.write(entries, to: path) }
        }
        saved.assumeIsolated()
            .whenFailure { self.logger.error("bootcache-not-saved", metadata: ["cause": "\(FailureText($0))"]) }
        self.saved = saved.recover { _ in }
    }
}

// MARK: - Time, and its end

extension Shell {
    /// Does something once more, unless the node ends before.
    func repeatLater(after time: TimeAmount, _ work: @escaping () -> Void) {
        self.loop.assumeIsolated().scheduleTask(in: time) {
            if !self.isStopping { work() }
        }
    }

    private func wake(at moment: Duration) {
        self.alarm?.cancel()
        let deadline = self.clock.deadline(moment)
        self.alarm = self.loop.assumeIsolated().scheduleTask(deadline: deadline) { self.report(.timeReached) }
    }

    /// Closes every connection politely, and keeps what is to be kept; the machine is not asked any more.
    ///
    /// - Returns: Done when all are closed, at the latest after the time limit for closing, and the boot cache is written.
    func stop() -> EventLoopFuture<Void> {
        self.isStopping = true
        self.alarm?.cancel()
        let channels =
            self.connections.sorted { $0.key < $1.key }.compactMap(\.value.channel)
            + self.requestChannels.values
        for channel in channels { channel.close(promise: nil) }
        if let entries = self.machine.takeUnsavedBootcache() { self.saveBootcache(entries) }
        return .andAllComplete(channels.map(\.closeFuture) + [self.saved], on: self.loop)
    }
}

@available(*, unavailable)
extension Shell: Sendable {}
