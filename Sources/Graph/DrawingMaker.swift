package import Topology

extension Drawing {
    /// Above so many hosts a picture shows groups and roles instead of hosts.
    package static let hostLimit = 40

    /// Draws a topology.
    ///
    /// - Parameters:
    ///   - topology: What to draw.
    ///   - isCollapsed: Whether a node stands for all hosts of a role in a group; `nil` decides by ``hostLimit``.
    package static func make(_ topology: Topology, isCollapsed: Bool? = nil) -> Drawing {
        var maker = DrawingMaker(topology, isCollapsed: isCollapsed ?? (topology.hosts.count > Self.hostLimit))
        return maker.make()
    }
}

/// Makes a picture of a topology.
struct DrawingMaker {
    /// What decides which node a host belongs to.
    private struct NodeKey: Hashable {
        let group: GroupName
        let role: Role
        /// `nil` in a collapsed picture.
        let host: HostName?
    }

    /// What decides which arrow a link belongs to.
    private struct EdgeKey: Hashable {
        let source: Int
        let target: Int
        let kind: Drawing.EdgeKind
    }

    private let topology: Topology
    private var drawing: Drawing
    private var nodes: [HostName: Int] = [:]

    init(_ topology: Topology, isCollapsed: Bool) {
        self.topology = topology
        let hosts = topology.hosts.count
        self.drawing = Drawing(
            title: topology.network.description,
            summary: "\(hosts.of("host")), \(topology.links.count.of("link"))",
            isCollapsed: isCollapsed
        )
    }

    mutating func make() -> Drawing {
        self.addHosts()
        self.addLinks()
        self.addStrangers()
        return self.drawing
    }

    private mutating func addHosts() {
        var keys: [NodeKey] = []
        var hosts: [NodeKey: [Host]] = [:]
        for host in self.topology.hosts {
            let key = NodeKey(
                group: host.group,
                role: host.role,
                host: self.drawing.isCollapsed ? nil : host.name
            )
            if hosts[key] == nil { keys.append(key) }
            hosts[key, default: []].append(host)
        }
        for (number, key) in keys.enumerated() {
            let members = hosts[key, default: []]
            let describer = NodeDescriber(self.topology, members)
            let node = describer.node(id: "n\(number)", isCollapsed: self.drawing.isCollapsed)
            let index = self.drawing.add(node, to: key.role.isOurs ? "group \(key.group)" : "not ours")
            for host in members { self.nodes[host.name] = index }
        }
    }

    private mutating func addLinks() {
        var keys: [EdgeKey] = []
        var links: [EdgeKey: [Link]] = [:]
        for link in self.topology.links {
            guard let source = self.nodes[link.dialler], let target = self.nodes[link.listener] else { continue }
            let key = EdgeKey(source: source, target: target, kind: .init(link.kind))
            if links[key] == nil { keys.append(key) }
            links[key, default: []].append(link)
        }
        for key in keys {
            let members = links[key, default: []]
            let segments = members.map(\.segment.description).unique.joined(separator: ", ")
            self.drawing.add(
                Drawing.Edge(
                    source: key.source,
                    target: key.target,
                    kind: key.kind,
                    label: members.count > 1 ? "\(members.count)× \(segments)" : segments,
                    count: members.count
                )
            )
        }
    }

    /// The strangers, and an arrow to each node that has a peer port open to them.
    private mutating func addStrangers() {
        var keys: [Int] = []
        var hosts: [Int: [Host]] = [:]
        for host in self.topology.hosts where self.topology.isOpenToStrangers(host) {
            guard let index = self.nodes[host.name] else { continue }
            if hosts[index] == nil { keys.append(index) }
            hosts[index, default: []].append(host)
        }
        guard !keys.isEmpty else { return }
        let count = hosts.values.reduce(0) { $0 + $1.count }
        let strangers = Drawing.Node(
            id: "strangers",
            title: "the Internet",
            lines: ["strangers"],
            kind: "strangers",
            rank: .outside,
            isHidden: false,
            details: [.init(name: "may dial", value: count.of("peer port"))]
        )
        let source = self.drawing.add(strangers, to: nil)
        for index in keys {
            let members = hosts[index, default: []]
            let ports = members.map { "tcp \($0.peerPort)" }.unique.shortened(to: 3)
            self.drawing.add(
                Drawing.Edge(source: source, target: index, kind: .open, label: ports, count: members.count)
            )
        }
    }
}

extension Drawing.EdgeKind {
    init(_ kind: Link.Kind) {
        switch kind {
        case .service: self = .service
        case .fellow: self = .fellow
        case .bridge: self = .bridge
        case .chosen: self = .chosen
        }
    }
}

extension Topology {
    /// Whether strangers may dial the host's peer port: a public server of ours on a public segment.
    func isOpenToStrangers(_ host: Host) -> Bool {
        host.role.isPublic && host.attachments.contains { self[segment: $0.segment]?.isPublic == true }
    }
}
