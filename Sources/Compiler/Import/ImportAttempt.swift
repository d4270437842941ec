internal import Addressing
internal import Diagnostics
internal import Topology

/// One way to write the topology, read back and compared with what runs.
struct ImportAttempt {
    /// What tells one connection from another.
    private struct Connection: Hashable {
        let dialler: HostName
        let endpoint: Endpoint
    }

    let draft: NetworkDraft
    let text: String
    /// The text, and what its reader says.
    let reading: FileDiagnostics
    /// Links that the topology has and no configuration.
    private(set) var added: [Link] = []
    /// Links that a configuration has and the topology has not.
    private(set) var missing: [DraftLink] = []
    /// Servers whose list of trusted validators is another one than the topology's.
    private let distrusting: Int

    /// How good it is: the smaller, the better.
    var faults: (errors: Int, differences: Int, groups: Int) {
        (
            self.reading.diagnostics.count { $0.severity == .error },
            self.added.count + self.missing.count + self.distrusting, Set(self.draft.hosts.map(\.group)).count
        )
    }

    init(_ draft: NetworkDraft, sections: FoundSections, trust: FoundTrust, heading: Import.Heading) {
        self.draft = draft
        self.distrusting = trust.scope(in: draft).disagreeing
        let writer = TopologyText(draft, sections: sections, trust: trust, heading: heading)
        var text = writer.text(peers: [:])
        var reading = Topology.read(SourceFile(name: heading.fileName, text: text))
        if let topology = reading.topology {
            // Only a public server whose links are not the usual ones has to name its peers.
            let peers = Self.unusualPeers(draft, topology)
            if !peers.isEmpty {
                text = writer.text(peers: peers)
                reading = Topology.read(SourceFile(name: heading.fileName, text: text))
            }
        }
        self.text = text
        self.reading = FileDiagnostics(reading.diagnostics, in: reading.source)
        if let topology = reading.topology { self.compare(with: topology) }
    }

    private mutating func compare(with topology: Topology) {
        let wanted = Set(self.draft.links.map { self.connection($0) })
        let found = Set(topology.links.map(Self.connection))
        self.added = topology.links.filter { !wanted.contains(Self.connection($0)) }
        self.missing = self.draft.links.filter { !found.contains(self.connection($0)) }
    }

    /// Whom public servers dial besides their fellows, where it is not whom they would dial by themselves.
    private static func unusualPeers(_ draft: NetworkDraft, _ topology: Topology) -> [Int: [Int]] {
        var peers: [Int: [Int]] = [:]
        for (index, host) in draft.hosts.enumerated() where host.role.isPublic {
            let links = topology.links(from: host.name)
            let fellows = Set(links.filter { $0.kind == .fellow }.map(\.listener))
            let usual = links.filter { $0.kind != .fellow }.map(\.listener)
            let actual = draft.links(from: index).map(\.listener).filter { listener in
                let peer = draft.hosts[listener]
                return !peer.role.isHidden && !fellows.contains(peer.name)
            }
            if Set(usual) != Set(actual.map { draft.hosts[$0].name }) { peers[index] = actual }
        }
        return peers
    }

    private func connection(_ link: DraftLink) -> Connection {
        Connection(dialler: self.draft.hosts[link.dialler].name, endpoint: link.endpoint)
    }

    private static func connection(_ link: Link) -> Connection {
        Connection(dialler: link.dialler, endpoint: link.endpoint)
    }
}
