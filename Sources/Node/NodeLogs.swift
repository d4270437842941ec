internal import Files
private import Glibc
internal import Logging

/// The log files of a process of nodes: one for each path that any of them names.
struct NodeLogs: Sendable {
    private let files: [String: LogFile]
    /// Paths that more than one node writes to; `nil` stands for standard error.
    private let shared: Set<String?>

    init(of sources: [NodeSource]) throws(SystemCallError) {
        var files: [String: LogFile] = [:]
        for path in sources.compactMap(\.logPath) where files[path] == nil { files[path] = try LogFile(path: path) }
        self.files = files
        let counts = Dictionary(grouping: sources, by: \.logPath)
        self.shared = Set(counts.filter { $0.value.count > 1 }.keys)
    }

    /// Writes to the node's log, and says which node it is if others write there as well.
    func logger(of source: NodeSource) -> Logger {
        let descriptor = source.logPath.flatMap { self.files[$0]?.descriptor }
        var logger = NodeProcess.standardLogger(descriptor: descriptor ?? STDERR_FILENO)
        if self.shared.contains(source.logPath) { logger[metadataKey: "conf"] = "\(source.configurationPath)" }
        return logger
    }

    /// Opens each file anew, and says in it how that went.
    func reopen() {
        for (_, file) in self.files.sorted(by: { $0.key < $1.key }) {
            let logger = NodeProcess.standardLogger(descriptor: file.descriptor)
            do {
                try file.reopen()
                logger.notice("log-reopened")
            } catch {
                logger.error("log-not-reopened", metadata: ["cause": "\(error)"])
            }
        }
    }
}
