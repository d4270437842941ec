internal import Addressing
internal import Skywelld
internal import Topology

/// The text of an imported topology.
struct TopologyText {
    private let draft: NetworkDraft
    private let sections: FoundSections
    private let trust: FoundTrust
    private let heading: Import.Heading
    /// The hosts in the order of the text.
    private let order: [Int]

    init(_ draft: NetworkDraft, sections: FoundSections, trust: FoundTrust, heading: Import.Heading) {
        self.draft = draft
        self.sections = sections
        self.trust = trust
        self.heading = heading
        self.order = Self.order(of: draft)
    }

    /// - Parameter peers: The peers of public servers that name them.
    func text(peers: [Int: [Int]]) -> String {
        let count = self.draft.hosts.count { $0.server != nil }
        var lines = [
            "# Made by 'picket import' from the configuration\(count == 1 ? "" : "s") of "
                + "\(count) server\(count == 1 ? "" : "s").",
            "# No configuration says who fails together: add 'zone: …' to hosts. None says who may reach ssh, either:",
            "# nobody may, once the rules are in force, unless this names the sources:",
            "# firewall: { administration: [203.0.113.0/24] }",
            "picket: 1",
            "network: \(self.heading.network)",
            "",
            "segments:",
        ]
        lines += self.segments
        let ports = Set(self.draft.hosts.map(\.peerPort))
        let commonPort = ports.count == 1 ? ports.first : nil
        if let commonPort, commonPort != Host.defaultPeerPort {
            lines += ["", "defaults: { peer_port: \(commonPort) }"]
        }
        lines += ["", "hosts:"]
        let width = (self.draft.hosts.map(\.name.rawValue.utf8.count).max() ?? 0) + 2
        let selections = HostSelections(self.draft)
        for index in self.order {
            let isPortSaid = commonPort ?? Host.defaultPeerPort == self.draft.hosts[index].peerPort
            lines += self.host(index, width: width, isPortSaid: isPortSaid, selections.entries(of: index, peers[index]))
        }
        lines += self.trustLines + self.daemonLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var segments: [String] {
        let width = (self.draft.segments.map(\.name.utf8.count).max() ?? 0) + 2
        return self.draft.segments.map { segment in
            let prefixes = segment.prefixes.map { "\($0)" }.joined(separator: ", ")
            let cidr = segment.prefixes.count == 1 ? prefixes : "[\(prefixes)]"
            let start = "  " + Self.padded("\(segment.name):", to: width)
            return "\(start){ \(segment.isPublic ? "public: true, " : "")cidr: \(cidr) }"
        }
    }

    private func host(_ index: Int, width: Int, isPortSaid: Bool, _ selections: [String]) -> [String] {
        let host = self.draft.hosts[index]
        var entries = ["role: \(host.role.rawValue)"]
        if host.group != .default { entries.append("group: \(host.group)") }
        // Private addresses first: what a host dials by itself goes there where it can.
        for isPublic in [false, true] {
            entries += host.attachments.filter { self.draft.segments[$0.segment].isPublic == isPublic }
                .map { "\(self.draft.segments[$0.segment].name): \($0.address)" }
        }
        if !isPortSaid { entries.append("peer_port: \(host.peerPort)") }
        entries += selections
        let start = "  " + Self.padded("\(host.name):", to: width)
        guard !host.attachments.isEmpty else {
            return [
                "  # \(start.drop { $0 == " " }){ \(entries.joined(separator: ", ")) }  # its addresses are unknown"
            ]
        }
        let own = host.server.map { self.sections.own[$0] } ?? []
        let timeServers = host.server.map { self.sections.ownTimeServers[$0] } ?? []
        guard !own.isEmpty || !timeServers.isEmpty else { return ["\(start){ \(entries.joined(separator: ", ")) }"] }
        var lines = ["  \(host.name):"] + entries.map { "    \($0)" }
        if !own.isEmpty { lines += ["    daemon:"] + own.map { "      \($0.name): \($0.text.flow)" } }
        if !timeServers.isEmpty { lines.append("    firewall: \(Self.egress(timeServers))") }
        return lines
    }

    private var trustLines: [String] {
        let scope = self.trust.scope(in: self.draft).scope
        let quorum = self.trust.quorum(in: self.draft)
        guard scope != .network || quorum != nil || !self.trust.foreign.isEmpty else { return [] }
        var lines = ["", "trust:"]
        if scope != .network { lines.append("  scope: \(scope.rawValue)") }
        if !self.trust.foreign.isEmpty {
            lines += ["  validators:"] + self.trust.foreign.map { "    \($0.name): \($0.key.base58)" }
        }
        if let quorum { lines.append("  quorum: \(quorum)") }
        return lines
    }

    private var daemonLines: [String] {
        var lines: [String] = []
        if !self.sections.common.isEmpty {
            lines += ["", "daemon:"] + self.sections.common.map { "  \($0.name): \($0.text.flow)" }
        }
        if !self.sections.commonTimeServers.isEmpty {
            lines += ["", "firewall: \(Self.egress(self.sections.commonTimeServers))"]
        }
        return lines
    }

    private static func egress(_ timeServers: [IPv4Address]) -> String {
        let addresses = timeServers.map { "\($0)" }.joined(separator: ", ")
        return "{ egress: { ntp: { to: [\(addresses)], protocol: udp, port: 123 } } }"
    }

    /// Hosts as they are, but groups, and the public servers of a group, in the order of their rings.
    private static func order(of draft: NetworkDraft) -> [Int] {
        var order = draft.hosts.indices.filter { draft.hosts[$0].role.isHidden }
        for group in GroupOrder.of(draft) {
            let servers = draft.hosts.indices.filter { index in
                draft.hosts[index].role.isPublic && draft.hosts[index].group == group
            }
            order += RingOrder(servers, draft.links).order
        }
        return order + draft.hosts.indices.filter { draft.hosts[$0].role == .external }
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}
