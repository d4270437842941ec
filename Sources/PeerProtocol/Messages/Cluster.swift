/// What a member of a cluster tells the others: who is in it, and which addresses load it.
///
/// Source: skywelld reference §4.3 and §5.7. Nothing in it may be believed: membership named here is transitive in a stock
/// server, and addresses named here are those of its inbound peers.
package struct Cluster: Equatable, Sendable {
    package struct Node: Equatable, Sendable {
        /// The text `n…`, unchecked.
        package let publicKey: String
        /// Seconds since 2000.
        package let reportTime: UInt32
        package let load: UInt32
        package let name: String?

        package init(publicKey: String, reportTime: UInt32, load: UInt32, name: String? = nil) {
            self.publicKey = publicKey
            self.reportTime = reportTime
            self.load = load
            self.name = name
        }
    }

    package struct LoadSource: Equatable, Sendable {
        /// An address as text, unchecked; some builds append `:0`.
        package let name: String
        package let cost: UInt32
        package let count: UInt32?

        package init(name: String, cost: UInt32, count: UInt32? = nil) {
            self.name = name
            self.cost = cost
            self.count = count
        }
    }

    package let nodes: [Node]
    package let loadSources: [LoadSource]

    package init(nodes: [Node], loadSources: [LoadSource] = []) {
        self.nodes = nodes
        self.loadSources = loadSources
    }
}

extension Cluster: WireMessage {
    static var type: MessageType { .cluster }

    init(_ wire: WireCluster, limits: FrameLimits) throws(MessageError) {
        var nodes: [Node] = []
        for node in wire.nodes {
            try limits.requireShort(node.publicKey)
            try limits.requireShort(node.name)
            nodes.append(
                Node(
                    publicKey: node.publicKey,
                    reportTime: node.reportTime,
                    load: node.load,
                    name: node.hasName ? node.name : nil
                )
            )
        }
        var sources: [LoadSource] = []
        for source in wire.loadSources {
            try limits.requireShort(source.name)
            sources.append(
                LoadSource(name: source.name, cost: source.cost, count: source.hasCount ? source.count : nil)
            )
        }
        self.init(nodes: nodes, loadSources: sources)
    }

    var wire: WireCluster {
        var wire = WireCluster()
        wire.nodes = self.nodes.map { node in
            var entry = WireCluster.Node()
            entry.publicKey = node.publicKey
            entry.reportTime = node.reportTime
            entry.load = node.load
            if let name = node.name { entry.name = name }
            return entry
        }
        wire.loadSources = self.loadSources.map { source in
            var entry = WireCluster.LoadSource()
            entry.name = source.name
            entry.cost = source.cost
            if let count = source.count { entry.count = count }
            return entry
        }
        return wire
    }
}
