package import Files
package import Topology

/// One host of a running lab.
package struct LabHost: Sendable {
    package let plan: LabPlan.Host
    package let namespace: NetworkNamespace
    /// Indexes, in the lab's own namespace, of the near ends of this host's cables, in the order of its interfaces.
    let cables: [Int32]
    /// Its node, once started.
    package private(set) var node: ChildProcess?

    package var name: HostName { self.plan.name }

    init(plan: LabPlan.Host, namespace: NetworkNamespace, cables: [Int32]) {
        self.plan = plan
        self.namespace = namespace
        self.cables = cables
    }

    mutating func started(_ node: ChildProcess) {
        self.node = node
    }

    /// Where its files are, inside the lab.
    package var directory: String { "\(LabInit.root)/\(self.name)" }
    package var configurationPath: String { "\(self.directory)/skywelld.cfg" }
    var protectedPath: String { "\(self.directory)/protected" }
    package var logPath: String { "\(self.directory)/node.log" }
}
