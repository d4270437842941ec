internal import Files
private import Glibc
package import Logging
internal import Skywelld

/// A process that is one node: reads `skywelld.cfg`, runs until it is told to end, and says how that went.
package enum NodeProcess {
    /// Longest configuration file, in bytes.
    package static let configurationMaximum = 1_048_576

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
    ///   - logger: Gets what happens while the node runs.
    ///   - output: Gets what is wrong with the file or the port, a line at a time and without line ends.
    /// - Returns: The exit code that the process should have.
    package static func run(
        configurationPath: String,
        logger: Logger = Self.standardLogger(),
        output: (String) -> Void
    ) -> Exit {
        let signals = TerminationSignals()
        signal(SIGPIPE, SIG_IGN)
        return Self.run(configurationPath, logger: logger, output: output) { _ in signals.wait() }
    }

    /// As above, where `untilEnd` returns when the node is to end.
    static func run(
        _ path: String,
        logger: Logger,
        output: (String) -> Void,
        untilEnd: (Node) -> Void
    ) -> Exit {
        do {
            guard let configuration = Self.configuration(in: try Self.read(path), path, output) else {
                return .badConfiguration
            }
            let node = try Node.start(NodeConfiguration(configuration), logger: logger)
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

    private static func text(_ error: SystemCallError) -> String {
        error.code == EFBIG
            ? "longer than \(Self.configurationMaximum) bytes, which no configuration file is" : error.reason
    }
}
