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

    /// Runs nodes until SIGTERM, SIGINT or an administrator's `stop`; blocks the calling thread. SIGHUP opens the log anew.
    ///
    /// To be called before the process has other threads: those would not leave the signals to the nodes.
    ///
    /// - Parameters:
    ///   - configurationPaths: Of a `skywelld.cfg` for each node.
    ///   - options: What the files have no words for.
    ///   - logPath: The log file; `nil` for standard error.
    ///   - output: Gets what is wrong with a file or a port, a line at a time and without line ends.
    /// - Returns: The exit code that the process should have.
    package static func run(
        configurationPaths: [String],
        options: NodeOptions = NodeOptions(),
        logPath: String? = nil,
        output: (String) -> Void
    ) -> Exit {
        Memory.prepare()
        let signals = ProcessSignals()
        signal(SIGPIPE, SIG_IGN)
        do {
            let log = try logPath.map { (path) throws(SystemCallError) in try LogFile(path: path) }
            let logger = Self.standardLogger(descriptor: log?.descriptor ?? STDERR_FILENO)
            return Self.run(configurationPaths, options: options, logger: logger, output: output) { _ in
                while signals.wait() == .reopenLog { Self.reopen(log, logger) }
            }
        } catch {
            output("error: cannot write the log \(error)")
            return .unavailable
        }
    }

    private static func reopen(_ log: LogFile?, _ logger: Logger) {
        do {
            try log?.reopen()
            logger.notice("log-reopened")
        } catch {
            logger.error("log-not-reopened", metadata: ["cause": "\(error)"])
        }
    }

    /// As above, where `untilEnd` returns when the nodes are to end.
    static func run(
        _ paths: [String],
        options: NodeOptions = NodeOptions(),
        logger: Logger,
        output: (String) -> Void,
        untilEnd: ([Node]) -> Void
    ) -> Exit {
        var configurations: [NodeConfiguration] = []
        for path in paths {
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
        guard configurations.count == paths.count else { return .badConfiguration }
        return Self.run(configurations, named: paths, logger: logger, output: output, untilEnd: untilEnd)
    }

    /// Few threads serve all nodes: each stays on one of them.
    private static func run(
        _ configurations: [NodeConfiguration],
        named paths: [String],
        logger: Logger,
        output: (String) -> Void,
        untilEnd: ([Node]) -> Void
    ) -> Exit {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, min(configurations.count, System.coreCount)))
        defer { try? group.syncShutdownGracefully() }
        var nodes: [Node] = []
        defer { for node in nodes { node.stop() } }
        do throws(NodeError) {
            for (path, configuration) in zip(paths, configurations) {
                var logger = logger
                if paths.count > 1 { logger[metadataKey: "conf"] = "\(path)" }
                let node = try Node.start(
                    configuration,
                    logger: logger,
                    stopRequested: { ProcessSignals.askToEnd() },
                    on: .shared(group)
                )
                nodes.append(node)
            }
        } catch {
            output("error: \(error.message)")
            return error.code == .cannotBind ? .unavailable : .broken
        }
        ServiceManager.notify(.ready)
        untilEnd(nodes)
        ServiceManager.notify(.stopping)
        for node in nodes { node.stop() }
        nodes = []
        logger.notice("stopped")
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
