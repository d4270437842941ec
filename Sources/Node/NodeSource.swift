/// One node of a process: where its configuration is, and where it lives.
package struct NodeSource: Sendable {
    /// Of its `skywelld.cfg`.
    package var configurationPath: String
    /// What the file has no words for.
    package var options: NodeOptions
    /// Of the network namespace that its sockets belong to, such as `/proc/PID/ns/net`; `nil` for that of the process.
    package var namespacePath: String?
    /// Of its log; `nil` for standard error. Nodes can share one.
    package var logPath: String?

    package init(
        configurationPath: String,
        options: NodeOptions = NodeOptions(),
        namespacePath: String? = nil,
        logPath: String? = nil
    ) {
        self.configurationPath = configurationPath
        self.options = options
        self.namespacePath = namespacePath
        self.logPath = logPath
    }
}
