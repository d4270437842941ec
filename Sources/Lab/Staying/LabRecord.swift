/// What another process must know to find its way into a lab that stays up.
package struct LabRecord: Codable, Equatable, Sendable {
    package struct Host: Codable, Equatable, Sendable {
        package let name: String
        /// `validator`, `sentry`, `outsider`, ...
        package let kind: String
        package let addresses: [String]
        /// Where its own administrator asks its node, `address:port`; `nil` without a node, or if it takes no commands.
        package let administration: String?
        /// Inside the lab; `nil` without a node.
        package let log: String?
        /// The number of the descriptor by which the lab's first process holds its network namespace.
        package let namespace: Int32

        package init(
            name: String,
            kind: String,
            addresses: [String],
            administration: String?,
            log: String?,
            namespace: Int32
        ) {
            self.name = name
            self.kind = kind
            self.addresses = addresses
            self.administration = administration
            self.log = log
            self.namespace = namespace
        }
    }

    package let network: String
    /// The topology's file as the user named it.
    package let file: String
    /// Time to make namespaces, cables and rules.
    package let buildSeconds: Double
    package let hosts: [Host]

    package init(network: String, file: String, buildSeconds: Double, hosts: [Host]) {
        self.buildSeconds = buildSeconds
        self.network = network
        self.file = file
        self.hosts = hosts
    }
}

/// The two processes that a lab stands on, as numbered outside.
struct LabProcesses: Codable, Equatable {
    let keeper: Int32
    let first: Int32
}
