internal import Files
internal import Glibc
package import Topology

extension Lab {
    /// Whether a host's node runs.
    package enum NodeState: Hashable, Sendable {
        /// The plan gives this host no running node.
        case absent
        case running
        /// Its exit code, or 128 + the signal that ended it.
        case ended(Int32)
    }

    /// Writes the hosts' files and starts their nodes, each in its host's namespace.
    package func startNodes() throws(LabError) {
        for name in self.hostNames {
            do {
                try self.startNode(name)
            } catch let error as SystemCallError {
                throw LabError("start the node of \(name)", error)
            } catch {
                preconditionFailure("starting a node fails only in system calls, not with \(error)")
            }
        }
    }

    private func startNode(_ name: HostName) throws {
        let host = self[name]
        guard let configuration = host.plan.configuration else { return }
        guard mkdir(host.directory, 0o700) == 0 else { throw SystemCallError("mkdir", host.directory) }
        try AtomicFile.write(configuration, to: host.configurationPath)
        if let protected = host.plan.protected {
            try AtomicFile.write(protected, to: host.protectedPath)
        }
        guard host.plan.runsNode else { return }
        let log = try OwnedDescriptor(
            open(host.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
            "open",
            host.logPath
        )
        let nothing = try OwnedDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC), "open", "/dev/null")
        let node = try self.inside(name) {
            try ChildProcess.start(
                ProcessEnvironment.executable,
                arguments: ["node", "--conf", "skywelld.cfg"] + host.nodeOptions,
                environment: ProcessEnvironment.variables.filter { !$0.hasPrefix("PICKET_LAB_") },
                directory: host.directory,
                streams: .init(input: nothing.rawValue, output: log.rawValue, error: log.rawValue)
            )
        }
        self.recordStart(of: node, on: name)
    }

    /// What has become of a host's node. Also takes note of every other process of the lab that has ended.
    package func nodeState(of name: HostName) -> NodeState {
        self.reap()
        guard let node = self[name].node else { return .absent }
        return self.endedProcesses[node].map(NodeState.ended) ?? .running
    }

    /// The last lines of a node's log.
    package func logTail(of name: HostName, lines: Int) -> [String] {
        guard let log = try? BoundedFile.prefix(of: self[name].logPath, limit: 1 << 20) else { return [] }
        return String(decoding: log, as: UTF8.self).split(separator: "\n").suffix(lines).map(String.init)
    }
}

extension LabHost {
    /// What `skywelld.cfg` has no words for. Secrets are not among them: every user of the machine can read these.
    fileprivate var nodeOptions: [String] {
        (self.plan.protected == nil ? [] : ["--protect-from", self.protectedPath])
            + (self.plan.voteInterval.map { ["--voice", "\($0)"] } ?? [])
    }
}
