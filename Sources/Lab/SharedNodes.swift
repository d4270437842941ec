internal import Files
internal import Glibc

/// The nodes of one process: of one host, or of many that are told the same.
struct SharedNodes {
    /// Never empty.
    let hosts: [LabHost]
    let isAlone: Bool

    init(alone host: LabHost) {
        self.hosts = [host]
        self.isAlone = true
    }

    private init(sharing hosts: [LabHost]) {
        self.hosts = hosts
        self.isAlone = false
    }

    /// Puts nodes that protect the same together; the order of the hosts stays.
    ///
    /// - Parameters:
    ///   - hosts: With a node each.
    ///   - size: Of a process, in nodes.
    static func groups(of hosts: [LabHost], size: Int) -> [SharedNodes] {
        var kinds: [(protected: String?, hosts: [LabHost])] = []
        for host in hosts {
            if let index = kinds.firstIndex(where: { $0.protected == host.plan.protected }) {
                kinds[index].hosts.append(host)
            } else {
                kinds.append((host.plan.protected, [host]))
            }
        }
        return kinds.flatMap { kind in
            stride(from: 0, to: kind.hosts.count, by: size).map { start in
                SharedNodes(sharing: Array(kind.hosts[start..<min(start + size, kind.hosts.count)]))
            }
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
            arguments: self.arguments,
            environment: ProcessEnvironment.variables.filter { !$0.hasPrefix("PICKET_LAB_") },
            directory: self.first.directory,
            streams: .init(input: nothing.rawValue, output: output.rawValue, error: output.rawValue)
        )
    }

    private var arguments: [String] {
        let places = self.hosts.flatMap { host in
            ["--conf", host.configurationPath]
                + (self.isAlone
                    ? []
                    : [
                        "--log", host.logPath,
                        "--namespace", "/proc/\(getpid())/fd/\(host.namespace.descriptorNumber)",
                    ])
        }
        return ["node"] + places + self.options
    }

    /// What `skywelld.cfg` has no words for. Secrets are not among them: every user of the machine can read these.
    private var options: [String] {
        // Only who has a [validation_seed] votes, so that the others may be told to as well.
        let interval = self.hosts.compactMap(\.plan.voteInterval).max()
        return (self.first.plan.protected == nil ? [] : ["--protect-from", self.first.protectedPath])
            + (interval.map { ["--voice", "\($0)"] } ?? [])
    }
}
