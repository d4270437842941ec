internal import Files
internal import Glibc

/// The nodes of one process: of one host, or of many.
struct SharedNodes {
    /// Never empty.
    let hosts: [LabHost]

    var isAlone: Bool { self.hosts.count == 1 }

    /// As few processes as there can be; the order of the hosts stays.
    ///
    /// - Parameters:
    ///   - hosts: With a node each.
    ///   - size: Of a process, in nodes.
    static func groups(of hosts: [LabHost], size: Int) -> [SharedNodes] {
        stride(from: 0, to: hosts.count, by: size).map { start in
            SharedNodes(hosts: Array(hosts[start..<min(start + size, hosts.count)]))
        }
    }

    var first: LabHost { self.hosts[0] }

    /// Where the process writes what belongs to no node's log.
    var outputPath: String { self.isAlone ? self.first.logPath : "\(LabInit.root)/_nodes-\(self.first.name).log" }

    /// Starts the process. A node alone lives in the namespace where the calling thread stands.
    func start() throws(SystemCallError) -> ChildProcess {
        let output = try OwnedDescriptor(
            open(self.outputPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
            "open",
            self.outputPath
        )
        let nothing = try OwnedDescriptor(open("/dev/null", O_RDONLY | O_CLOEXEC), "open", "/dev/null")
        return try ChildProcess.start(
            ProcessEnvironment.executable,
            arguments: ["node"] + (self.isAlone ? Self.options(of: self.first) : ["--nodes", try self.writeList()]),
            environment: ProcessEnvironment.variables.filter { !$0.hasPrefix("PICKET_LAB_") },
            directory: self.first.directory,
            streams: .init(input: nothing.rawValue, output: output.rawValue, error: output.rawValue)
        )
    }

    /// - Returns: Where the list is that `picket node --nodes` reads.
    private func writeList() throws(SystemCallError) -> String {
        let path = "\(LabInit.root)/_nodes-\(self.first.name)"
        let lines = self.hosts.map { host in
            let namespace = "/proc/\(getpid())/fd/\(host.namespace.descriptorNumber)"
            return (Self.options(of: host) + ["--namespace", namespace, "--log", host.logPath]).joined(separator: " ")
        }
        try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: path)
        return path
    }

    /// What `skywelld.cfg` has no words for. Secrets are not among them: every user of the machine can read these.
    private static func options(of host: LabHost) -> [String] {
        ["--conf", host.configurationPath]
            + (host.plan.protected == nil ? [] : ["--protect-from", host.protectedPath])
            + (host.plan.voteInterval.map { ["--voice", "\($0)"] } ?? [])
    }
}
