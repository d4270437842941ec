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

    /// Up to here each node has a process of its own, as on real hosts.
    private static let ownProcessMaximum = 24
    /// How many nodes share a process above that: a process costs some ten times the memory of a node.
    private static let nodesPerProcess = 100

    /// Writes the hosts' files and starts their nodes, each in its host's namespace.
    package func startNodes() throws(LabError) {
        var hosts: [LabHost] = []
        for name in self.hostNames {
            let host = self[name]
            do {
                try host.writeFiles()
            } catch {
                throw LabError("write the files of \(name)", error)
            }
            if host.plan.configuration != nil, host.plan.runsNode { hosts.append(host) }
        }
        let mayShare = hosts.count > Self.ownProcessMaximum && Self.hasOwnProcessTable
        for group in SharedNodes.groups(of: hosts, size: mayShare ? Self.nodesPerProcess : 1) { try self.start(group) }
    }

    /// Whether other processes of the lab find this one's descriptors where they look: not in a container that forbids to
    /// mount `/proc`.
    private static var hasOwnProcessTable: Bool {
        var target = [CChar](repeating: 0, count: 16)
        let length = readlink("/proc/self", &target, target.count - 1)
        let name = target.prefix(max(0, length)).map { UInt8(bitPattern: $0) }
        return String(decoding: name, as: UTF8.self) == "\(getpid())"
    }

    private func start(_ nodes: SharedNodes) throws(LabError) {
        do {
            let process = try nodes.isAlone ? self.inside(nodes.first.name, nodes.start) : nodes.start()
            for host in nodes.hosts { self.recordStart(of: process, writingTo: nodes.outputPath, on: host.name) }
        } catch let error as SystemCallError {
            throw LabError("start the node of \(nodes.first.name)", error)
        } catch {
            preconditionFailure("starting a node fails only in system calls, not with \(error)")
        }
    }

    /// What has become of a host's node. Also takes note of every other process of the lab that has ended.
    package func nodeState(of name: HostName) -> NodeState {
        self.reap()
        guard let node = self[name].node else { return .absent }
        return self.endedProcesses[node].map(NodeState.ended) ?? .running
    }

    /// The last lines of a node's log; where it has logged nothing, what its process has said.
    package func logTail(of name: HostName, lines: Int) -> [String] {
        let host = self[name]
        let tails = [host.logPath, host.outputPath].compactMap(\.self).lazy.map { Self.tail(of: $0, lines: lines) }
        return tails.first { !$0.isEmpty } ?? []
    }

    private static func tail(of path: String, lines: Int) -> [String] {
        guard let log = try? BoundedFile.prefix(of: path, limit: 1 << 20) else { return [] }
        return String(decoding: log, as: UTF8.self).split(separator: "\n").suffix(lines).map(String.init)
    }
}

extension LabHost {
    fileprivate func writeFiles() throws(SystemCallError) {
        guard let configuration = self.plan.configuration else { return }
        guard mkdir(self.directory, 0o700) == 0 else { throw SystemCallError("mkdir", self.directory) }
        try AtomicFile.write(configuration, to: self.configurationPath)
        if let protected = self.plan.protected {
            try AtomicFile.write(protected, to: self.protectedPath)
        }
    }
}
