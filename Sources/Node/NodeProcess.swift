internal import Files
private import Glibc
package import Logging
private import NIOCore
private import NIOPosix
internal import Skywelld

/// A process of one node or many: reads each `skywelld.cfg`, runs until it is told to end, and says how that went.
package enum NodeProcess {
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
    ///   - output: Gets what is wrong with a file or a port, a line at a time and without line ends.
    /// - Returns: The exit code that the process should have.
    package static func run(
        _ sources: [NodeSource],
        output: (String) -> Void
    ) -> Exit {
        ProcessMemory.prepareForConnections()
        let signals = ProcessSignals()
        signal(SIGPIPE, SIG_IGN)
        if sources.count > 1 { DescriptorLimit.raise() }
        do {
            let logs = try NodeLogs(of: sources)
            return Self.run(sources, logger: logs.logger(of:), output: output) { _ in
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
        logger: (NodeSource) -> Logger,
        output: (String) -> Void,
        untilEnd: ([Node]) -> Void
    ) -> Exit {
        var configurations: [NodeConfiguration] = []
        for source in sources {
            let path = source.configurationPath
            var reader = NodeConfigurationReader(path: path)
            do throws(SystemCallError) {
                let configuration = try reader.read(source.options, looksUpNames: source.namespacePath == nil)
                for line in reader.lines { output(line) }
                if let configuration { configurations.append(configuration) }
            } catch {
                output("\(path): error: \(NodeConfigurationReader.text(error))")
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
                let place = [plan.source.configurationPath, error.line.map(String.init)].compactMap(\.self)
                output("\(place.joined(separator: ":")): error: \(error.message)")
                return error.code == .cannotBind ? .unavailable : .broken
            }
        }
        ServiceManager.notify(.ready)
        ProcessMemory.releaseProgram()
        untilEnd(nodes)
        ServiceManager.notify(.stopping)
        for node in nodes { node.stop() }
        nodes = []
        for plan in plans { plan.logger.notice("stopped") }
        return .done
    }
}
