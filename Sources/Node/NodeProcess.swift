internal import Files
private import Glibc
package import Logging
private import NIOCore
private import NIOPosix
internal import Skywelld

/// A process of one node or many: reads each `skywelld.cfg`, runs until it is told to end, and says how that went.
package enum NodeProcess {
    /// Longest configuration file, in bytes.
    package static let configurationMaximum = 1_048_576
    /// Of the file that keeps endpoints over a restart.
    static let bootcacheName = "picket-bootcache"

    /// The exit codes of ``run(configurationPaths:options:logPath:output:)``, as everywhere in the program.
    package enum Exit: Int32, Sendable {
        /// Told to end, and ended.
        case done = 0
        /// A configuration file is missing or has errors.
        case badConfiguration = 65
        /// A port cannot be listened on, or the log not be written.
        case unavailable = 69
        /// OpenSSL does not work here.
        case broken = 70
        /// A configuration file may not be read.
        case notPermitted = 77
    }

    /// Logs one line an event.
    package static func standardLogger(level: Logger.Level = .info, descriptor: Int32 = STDERR_FILENO) -> Logger {
        Logger(label: "node") { _ in LineLogHandler(level: level, descriptor: descriptor) }
    }

    /// Runs nodes until SIGTERM, SIGINT or an administrator's `stop`; blocks the calling thread. SIGHUP opens the logs anew.
    ///
    /// To be called before the process has other threads: those would not leave the signals to the nodes.
    ///
    /// - Parameters:
    ///   - sources: One for each node.
    ///   - options: What the files have no words for.
    ///   - output: Gets what is wrong with a file or a port, a line at a time and without line ends.
    /// - Returns: The exit code that the process should have.
    package static func run(
        _ sources: [NodeSource],
        options: NodeOptions = NodeOptions(),
        output: (String) -> Void
    ) -> Exit {
        let signals = ProcessSignals()
        signal(SIGPIPE, SIG_IGN)
        if sources.count > 1 { DescriptorLimit.raise() }
        do {
            let logs = try NodeLogs(of: sources)
            return Self.run(sources, options: options, logger: logs.logger(of:), output: output) { _ in
                while signals.wait() == .reopenLog { logs.reopen() }
            }
        } catch {
            output("error: cannot write the log \(error)")
            return .unavailable
        }
    }

    /// As above, where `untilEnd` returns when the nodes are to end.
    static func run(
        _ sources: [NodeSource],
        options: NodeOptions = NodeOptions(),
        logger: (NodeSource) -> Logger,
        output: (String) -> Void,
        untilEnd: ([Node]) -> Void
    ) -> Exit {
        var configurations: [NodeConfiguration] = []
        for source in sources {
            let path = source.configurationPath
            do {
                guard let configuration = Self.configuration(in: try Self.read(path), path, output) else { continue }
                var options = options
                options.bootcachePath = options.bootcachePath ?? Self.bootcachePath(of: configuration, in: path)
                configurations.append(NodeConfiguration(configuration, options: options))
            } catch {
                output("\(path): error: \(Self.text(error))")
                if error.isPermission { return .notPermitted }
            }
        }
        guard configurations.count == sources.count else { return .badConfiguration }
        do {
            let namespaces = try Self.namespaces(of: sources)
            let plans = sources.indices.map { index in
                Plan(
                    source: sources[index],
                    configuration: configurations[index],
                    namespace: namespaces[index],
                    logger: logger(sources[index])
                )
            }
            return Self.run(plans, output: output, untilEnd: untilEnd)
        } catch {
            output("error: cannot use the network namespace \(error)")
            return error.isPermission ? .notPermitted : .unavailable
        }
    }

    /// What one node starts with.
    private struct Plan {
        let source: NodeSource
        let configuration: NodeConfiguration
        let namespace: NetworkNamespace?
        let logger: Logger
    }

    /// If any node has a namespace of its own, those without get that of the process: threads are shared.
    private static func namespaces(of sources: [NodeSource]) throws(SystemCallError) -> [NetworkNamespace?] {
        guard sources.contains(where: { $0.namespacePath != nil }) else { return sources.map { _ in nil } }
        let home = try NetworkNamespace(ofCurrentThreadNamed: "the process")
        var namespaces: [NetworkNamespace?] = []
        for source in sources {
            guard let path = source.namespacePath else {
                namespaces.append(home)
                continue
            }
            namespaces.append(try NetworkNamespace(path: path))
        }
        return namespaces
    }

    /// Few threads serve all nodes: each stays on one of them.
    private static func run(_ plans: [Plan], output: (String) -> Void, untilEnd: ([Node]) -> Void) -> Exit {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, min(plans.count, System.coreCount)))
        defer { try? group.syncShutdownGracefully() }
        var nodes: [Node] = []
        defer { for node in nodes { node.stop() } }
        for plan in plans {
            do throws(NodeError) {
                let node = try Node.start(
                    plan.configuration,
                    namespace: plan.namespace,
                    logger: plan.logger,
                    stopRequested: { ProcessSignals.askToEnd() },
                    on: .shared(group)
                )
                nodes.append(node)
            } catch {
                output((plans.count > 1 ? "\(plan.source.configurationPath): " : "") + "error: \(error.message)")
                return error.code == .cannotBind ? .unavailable : .broken
            }
        }
        ServiceManager.notify(.ready)
        untilEnd(nodes)
        ServiceManager.notify(.stopping)
        for node in nodes { node.stop() }
        nodes = []
        for plan in plans { plan.logger.notice("stopped") }
        return .done
    }
}

// MARK: - Files

extension NodeProcess {
    private static func read(_ path: String) throws(SystemCallError) -> ConfigurationFile {
        ConfigurationFile(try BoundedFile.read(path, limit: Self.configurationMaximum))
    }

    /// Reports every problem; `nil` if one of them is an error.
    private static func configuration(
        in file: ConfigurationFile,
        _ path: String,
        _ output: (String) -> Void
    ) -> ServerConfiguration? {
        let reading = ServerConfiguration.read(file)
        for problem in reading.problems {
            let place = problem.line.map { "\(path):\($0)" } ?? path
            output("\(place): \(problem.severity): \(problem.message)")
            if let help = problem.help { output("\(place): help: \(help)") }
        }
        guard let configuration = reading.configuration else { return nil }
        for port in configuration.ports {
            let unserved = NodeConfiguration.unserved(on: port).map { "'\($0.rawValue)'" }
            if file[port.name]?.keyValues.contains(where: { $0.key.hasPrefix("ssl_") }) ?? false {
                output("\(path): warning: this node makes a certificate of its own for [\(port.name)]")
            }
            guard !unserved.isEmpty else { continue }
            output("\(path): warning: this node does not serve \(unserved.joined(separator: ", ")) on [\(port.name)]")
        }
        return configuration
    }

    /// A boot cache beside the server's databases, if somebody put one there: nothing is written where nobody asked for it.
    private static func bootcachePath(of configuration: ServerConfiguration, in path: String) -> String? {
        let folder = configuration.databasePath ?? "db"
        let beside = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let file = (folder.hasPrefix("/") ? folder : beside + folder) + "/" + Self.bootcacheName
        return access(file, R_OK | W_OK) == 0 ? file : nil
    }

    private static func text(_ error: SystemCallError) -> String {
        error.code == EFBIG
            ? "longer than \(Self.configurationMaximum) bytes, which no configuration file is" : error.reason
    }
}
