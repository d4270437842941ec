internal import Addressing
internal import PacketSpace
package import Topology

/// For every two hosts of ours, whether the first can open a TCP connection to the second.
package struct ReachMatrix: Sendable {
    /// Senders and receivers, in the order of the topology.
    package let hosts: [HostName]
    private let toPeerPort: [ReachAnswer]
    private let toAnyPort: [ReachAnswer]

    init(hosts: [HostName], toPeerPort: [ReachAnswer], toAnyPort: [ReachAnswer]) {
        self.hosts = hosts
        self.toPeerPort = toPeerPort
        self.toAnyPort = toAnyPort
    }

    /// Whether a host can connect to another one's peer port, both by their places in ``hosts``; `no` to itself.
    package func toPeerPort(from sender: Int, to receiver: Int) -> ReachAnswer {
        self.toPeerPort[sender * self.hosts.count + receiver]
    }

    /// Whether a host can connect to any port of another one.
    package func toAnyPort(from sender: Int, to receiver: Int) -> ReachAnswer {
        self.toAnyPort[sender * self.hosts.count + receiver]
    }
}
