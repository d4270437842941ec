internal import Diagnostics
internal import Topology

/// The way to write the topology that comes nearest to what runs.
struct ImportChoice {
    private let attempt: ImportAttempt

    var draft: NetworkDraft { self.attempt.draft }
    var text: String { self.attempt.text }
    var reading: FileDiagnostics { self.attempt.reading }

    init(_ draft: NetworkDraft, sections: FoundSections, trust: FoundTrust, heading: Import.Heading) {
        let groupings = Groupings.of(draft)
        var best = ImportAttempt(draft.grouped(groupings[0]), sections: sections, trust: trust, heading: heading)
        for grouping in groupings.dropFirst() {
            let next = ImportAttempt(draft.grouped(grouping), sections: sections, trust: trust, heading: heading)
            if next.faults < best.faults { best = next }
        }
        self.attempt = best
    }

    /// Says what the topology does not have as it runs.
    func report(to servers: inout [FoundServer]) {
        let indices = Dictionary(
            uniqueKeysWithValues: self.draft.hosts.enumerated().map { ($1.name, $0) }
        )
        for link in self.attempt.missing {
            guard let server = self.draft.hosts[link.dialler].server,
                let peer = servers[server].fixed.first(where: { $0.endpoint == link.endpoint })
            else { continue }
            let (from, to) = (self.draft.hosts[link.dialler].name, self.draft.hosts[link.listener])
            servers[server].diagnostics.append(
                Diagnostic(
                    .note,
                    .importLinkDropped,
                    "the topology has no link from '\(from)' to '\(to.name)' at \(link.endpoint)",
                    at: servers[server].span(peer.line),
                    label: to.role.isHidden ? "nobody dials a \(to.role.rawValue) that is to be hidden" : "",
                    help: to.role.isHidden ? nil : "choose peers with 'peers', 'sentries' or 'relays' if it is needed"
                )
            )
        }
        for link in self.attempt.added {
            guard let server = indices[link.dialler].flatMap({ self.draft.hosts[$0].server }) else { continue }
            servers[server].diagnostics.append(
                Diagnostic(
                    .note,
                    .importLinkAdded,
                    "the topology has a link from '\(link.dialler)' to '\(link.listener)' that does not exist today",
                    at: servers[server].headerSpan("ips_fixed"),
                    help: link.kind == .fellow
                        ? "public servers of a group form a ring; hosts of different groups do not" : nil
                )
            )
        }
    }
}
