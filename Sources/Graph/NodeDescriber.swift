internal import Addressing
internal import Topology

/// Says in words what a node of the picture is: addresses, zones, open ports, links.
struct NodeDescriber {
    /// How many values a detail lists before it counts the rest.
    private static let listLimit = 12

    private let topology: Topology
    private let hosts: [Host]
    private let first: Host

    /// - Parameter hosts: At least one; all of one role and one group.
    init(_ topology: Topology, _ hosts: [Host]) {
        self.topology = topology
        self.hosts = hosts
        self.first = hosts[0]
    }

    func node(id: String, isCollapsed: Bool) -> Drawing.Node {
        Drawing.Node(
            id: id,
            title: isCollapsed ? self.hosts.count.of(self.first.role.rawValue) : self.first.name.description,
            lines: isCollapsed ? self.collapsedLines : self.hostLines,
            kind: self.first.role.rawValue,
            rank: .init(self.first.role),
            isHidden: self.first.role.isHidden,
            details: self.details
        )
    }

    private var zones: [String] { self.hosts.compactMap { $0.zone?.description }.unique }

    private var hostLines: [String] {
        let role = self.first.role.rawValue + (self.zones.first.map { " · zone \($0)" } ?? "")
        return [role] + self.first.attachments.map { "\($0.address) \($0.segment)" }
    }

    private var collapsedLines: [String] {
        let names =
            self.hosts.count == 1
            ? self.first.name.description
            : "\(self.first.name) … \(self.hosts[self.hosts.count - 1].name)"
        let zones = self.zones.isEmpty ? [] : ["zones \(self.zones.shortened(to: 3))"]
        return [names] + zones
    }

    private var details: [Drawing.Detail] {
        var details: [Drawing.Detail] = []
        func add(_ name: String, _ values: [String]) {
            guard !values.isEmpty else { return }
            details.append(.init(name: name, value: values.shortened(to: Self.listLimit)))
        }
        add("role", [self.first.role.rawValue])
        add("group", [self.first.group.description])
        add("zone", self.zones)
        if self.hosts.count > 1 { add("hosts", self.hosts.map(\.name.description)) }
        add("addresses", self.hosts.flatMap(\.attachments).map { "\($0.address) (\($0.segment))" })
        add("IPv6, administration only", self.hosts.flatMap(\.attachments).compactMap { $0.ipv6Address?.description })
        for port in self.ports { details.append(port) }
        add("dials", self.hosts.flatMap { self.topology.links(from: $0.name) }.map(\.listener.description).unique)
        add("dialled by", self.hosts.flatMap { self.topology.links(to: $0.name) }.map(\.dialler.description).unique)
        return details
    }

    /// Which ports are open to whom.
    private var ports: [Drawing.Detail] {
        guard self.first.role.isOurs else {
            return [.init(name: "peer port", value: self.peerPorts)]
        }
        var details: [Drawing.Detail] = []
        if self.first.role.isHidden {
            let diallers = self.hosts.flatMap { self.topology.links(to: $0.name) }.map(\.dialler.description).unique
            details.append(
                .init(
                    name: "peer port \(self.peerPorts)",
                    value: diallers.isEmpty ? "nobody" : diallers.shortened(to: Self.listLimit)
                )
            )
        } else {
            let isOpen = self.hosts.contains { self.topology.isOpenToStrangers($0) }
            details.append(
                .init(name: "peer port \(self.peerPorts)", value: isOpen ? "everybody" : "everybody on its segments")
            )
        }
        let administration = self.hosts.flatMap(\.firewall.administration).map(\.prefix.description).unique
        details.append(
            .init(name: "ssh", value: administration.isEmpty ? "nobody" : administration.shortened(to: Self.listLimit))
        )
        for port in self.hosts.compactMap({ $0.firewall.monitoring?.port.description }).unique {
            let sources = self.hosts.compactMap(\.firewall.monitoring).filter { $0.port.description == port }
                .flatMap(\.sources).map(\.prefix.description).unique
            details.append(
                .init(
                    name: "monitoring \(port)",
                    value: sources.isEmpty ? "nobody" : sources.shortened(to: Self.listLimit)
                )
            )
        }
        return details
    }

    private var peerPorts: String { self.hosts.map(\.peerPort.description).unique.shortened(to: 3) }
}

extension Drawing.Rank {
    init(_ role: Role) {
        switch role {
        case .validator: self = .validator
        case .relay: self = .relay
        case .sentry, .hub, .external: self = .server
        }
    }
}

extension Int {
    /// A count with its noun: `1 sentry`, `2 sentries`.
    func of(_ noun: String) -> String {
        if self == 1 { return "1 \(noun)" }
        return noun.hasSuffix("y") ? "\(self) \(noun.dropLast())ies" : "\(self) \(noun)s"
    }
}

extension [String] {
    /// Each value once, in order of first appearance.
    var unique: [String] {
        var seen: Set<String> = []
        return self.filter { seen.insert($0).inserted }
    }

    /// The first few, and how many more there are.
    func shortened(to limit: Int) -> String {
        guard self.count > limit else { return self.joined(separator: ", ") }
        return self.prefix(limit).joined(separator: ", ") + " and \(self.count - limit) more"
    }
}
