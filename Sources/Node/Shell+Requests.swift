internal import Addressing
internal import Logging
internal import NIOCore
internal import Overlay
internal import PeerProtocol
internal import Skywelld

/// Ports that serve requests: commands and metrics.
extension Shell {
    /// Takes in a connection of a service port.
    ///
    /// - Throws: When there is no room, or it is gone already; the channel is then to be closed.
    func acceptRequests(_ channel: any Channel, on port: ServicePort) throws {
        guard let remote = Endpoint(channel.remoteAddress),
            self.takeRequestSlot(of: channel, from: remote.address, on: port)
        else { throw ChannelError.ioOnClosedChannel }
        let operations = channel.pipeline.syncOperations
        if case .commands(let server) = port, server.isEncrypted {
            try operations.addHandler(try self.certificates.handler(ofPort: server.name, self.closeTimeout))
        } else {
            try operations.addHandler(PlainBytesHandler(closeTimeout: self.closeTimeout))
        }
        if case .commands(let server) = port, server.services.contains(where: \.isWebSocket) {
            try operations.addHandler(self.webSocket(from: remote.address, on: server))
        } else {
            try operations.addHandler(self.requestHandler(from: remote.address, on: port))
        }
    }

    func requestHandler(from address: IPv4Address, on port: ServicePort) -> HTTPHandler {
        HTTPHandler(self.limits) { self.answer($0, from: address, on: port) }
    }

    private func answer(
        _ request: Result<HTTPRequestReader.Request, HTTPError>,
        from address: IPv4Address,
        on port: ServicePort
    ) -> HTTPReply {
        switch (request, port) {
        case (.failure(let error), _): self.refusal(HTTPStatus(error), keepsAlive: false)
        case (.success(let request), .metrics): self.metricsAnswer(to: request)
        case (.success(let request), .commands(let server)): self.commandAnswer(to: request, from: address, on: server)
        }
    }

    private var stamp: HTTPReply.Stamp {
        HTTPReply.Stamp(networkTime: self.clock.now.networkTime, software: self.machine.userAgent)
    }

    func refusal(
        _ status: HTTPStatus,
        _ text: String? = nil,
        further: KeyValuePairs<String, String> = [:],
        keepsAlive: Bool
    ) -> HTTPReply {
        HTTPReply(
            status,
            "\(text ?? status.reason)\r\n",
            further: further,
            keepsAlive: keepsAlive,
            stamp: self.stamp
        )
    }
}

// MARK: - Metrics

extension Shell {
    private func metricsAnswer(to request: HTTPRequestReader.Request) -> HTTPReply {
        guard request.head.target == "/metrics" else {
            return self.refusal(.notFound, "see /metrics", keepsAlive: request.keepsAlive)
        }
        guard request.head.method == "GET" else {
            return self.refusal(.methodNotAllowed, further: ["Allow": "GET"], keepsAlive: request.keepsAlive)
        }
        return HTTPReply(
            .ok,
            self.machine.metrics(now: self.clock.now.elapsed, relay: self.relayLatency),
            type: "text/plain; version=0.0.4; charset=utf-8",
            keepsAlive: request.keepsAlive,
            stamp: self.stamp
        )
    }
}

// MARK: - Commands

extension Shell {
    private func commandAnswer(
        to request: HTTPRequestReader.Request,
        from address: IPv4Address,
        on port: ServerPort
    ) -> HTTPReply {
        let keepsAlive = request.keepsAlive
        if let refusal = self.refusal(of: request.head, on: port, keepsAlive: keepsAlive) { return refusal }
        guard request.head.method == "POST" else {
            return self.refusal(.methodNotAllowed, further: ["Allow": "POST"], keepsAlive: keepsAlive)
        }
        do {
            let command = try RPCRequest(jsonRPC: request.body)
            let answer = self.answer(
                to: command,
                as: PortAccess(port).role(of: address, parameters: command.parameters)
            )
            return HTTPReply(.ok, "\(answer.text)\n", keepsAlive: keepsAlive, stamp: self.stamp)
        } catch {
            return self.refusal(.badRequest, error.rawValue, keepsAlive: keepsAlive)
        }
    }

    /// Why a request does not get in at all; `nil` if it does.
    func refusal(of head: HTTPRequestHead, on port: ServerPort, keepsAlive: Bool) -> HTTPReply? {
        // A page in the administrator's browser can send to this port; it cannot hide that a page did it.
        guard head.fields["Origin"] == nil else { return self.refusal(.forbidden, keepsAlive: keepsAlive) }
        guard !PortAccess(port).admits(authorization: head.fields["Authorization"]) else { return nil }
        let challenge = "Basic realm=\"\(port.name)\""
        return self.refusal(.unauthorized, further: ["WWW-Authenticate": challenge], keepsAlive: keepsAlive)
    }

    /// Carries a command out, if whoever sent it may.
    func answer(to request: RPCRequest, as role: RPCRole) -> JSONValue {
        do {
            return RPCAnswer.success(try self.carryOut(RPCCommand(request, as: role), as: role))
        } catch {
            return RPCAnswer.failure(error)
        }
    }

    /// Does what an administrator wants done before anything else.
    func carryOut(_ startupCommands: [RPCRequest]) {
        for request in startupCommands {
            let answer = self.answer(to: request, as: .administrator)
            let isDone = answer["result"]?["status"] == .string("success")
            self.logger.log(
                level: isDone ? .info : .error,
                "startup-command",
                metadata: ["command": "\(request.method)", "done": isDone ? "yes" : "no"]
            )
        }
    }

    private func carryOut(_ command: RPCCommand, as role: RPCRole) throws(RPCError) -> [String: JSONValue] {
        let now = self.clock.now.elapsed
        switch command {
        case .ping:
            return [:]
        case .serverInfo:
            return self.machine.serverInfo(as: role, hostName: HostMachine.name, now: now)
        case .serverState:
            return self.machine.serverState(as: role, now: now)
        case .peers:
            return self.machine.peerList(now: now)
        case .getCounts:
            return self.machine.counts
        case .connect(let endpoint):
            self.report(.connectRequested(endpoint))
            return ["message": .string("connecting")]
        case .logLevel(nil):
            return ["levels": .object(["base": .string(RPCCommand.Severity(self.logger.logLevel).rawValue)])]
        case .logLevel(let severity?):
            self.logger.logLevel = Logger.Level(severity)
            return [:]
        case .stop:
            guard let stopRequested = self.stopRequested else { throw .unknownCommand }
            self.logger.notice("stop-requested")
            stopRequested()
            return ["message": .string("skywelld server stopping")]
        }
    }
}
