internal import Files
private import Glibc
package import Logging
internal import Skywelld

/// A process that is one node: reads `skywelld.cfg`, runs until it is told to end, and says how that went.
package enum NodeProcess {
    /// Longest configuration file, in bytes.
    package static let configurationMaximum = 1_048_576
    /// Of the file that keeps endpoints over a restart.
    static let bootcacheName = "picket-bootcache"

    /// The exit codes of ``run(configurationPath:logger:output:)``, as everywhere in the program.
    package enum Exit: Int32, Sendable {
        /// Told to end, and ended.
        case done = 0
        /// The configuration file is missing or has errors.
        case badConfiguration = 65
        /// The peer port cannot be listened on.
        case unavailable = 69
        /// OpenSSL does not work here.
        case broken = 70
        /// The configuration file may not be read.
        case notPermitted = 77
    }

    /// Logs to standard error, one line an event.
    package static func standardLogger(level: Logger.Level = .info) -> Logger {
        Logger(label: "node") { _ in LineLogHandler(level: level) }
    }

    /// Runs a node until SIGTERM or SIGINT; blocks the calling thread.
    ///
    /// To be called before the process has other threads: those would not leave the signals to the node.
    ///
    /// - Parameters:
    ///   - configurationPath: Of a `skywelld.cfg`.
    ///   - options: What the file has no words for.
    ///   - logger: Gets what happens while the node runs.
    ///   - output: Gets what is wrong with the file or the port, a line at a time and without line ends.
    /// - Returns: The exit code that the process should have.
    package static func run(
        configurationPath: String,
        options: NodeOptions = NodeOptions(),
        logger: Logger = Self.standardLogger(),
        output: (String) -> Void
    ) -> Exit {
        let signals = TerminationSignals()
        signal(SIGPIPE, SIG_IGN)
        return Self.run(configurationPath, options: options, logger: logger, output: output) { _ in signals.wait() }
    }

    /// As above, where `untilEnd` returns when the node is to end.
    static func run(
        _ path: String,
        options: NodeOptions = NodeOptions(),
        logger: Logger,
        output: (String) -> Void,
        untilEnd: (Node) -> Void
    ) -> Exit {
        do {
            guard let configuration = Self.configuration(in: try Self.read(path), path, output) else {
                return .badConfiguration
            }
            var options = options
            options.bootcachePath = options.bootcachePath ?? Self.bootcachePath(of: configuration, in: path)
            let node = try Node.start(NodeConfiguration(configuration, options: options), logger: logger)
            untilEnd(node)
            node.stop()
            logger.notice("stopped")
            return .done
        } catch let error as SystemCallError {
            output("\(path): error: \(Self.text(error))")
            return error.isPermission ? .notPermitted : .badConfiguration
        } catch let error as NodeError {
            output("error: \(error.message)")
            return error.code == .cannotBind ? .unavailable : .broken
        } catch {
            output("error: \(error)")
            return .broken
        }
    }

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
        return reading.configuration
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
