internal import Addressing
internal import Diagnostics

/// Makes a ``Topology`` of what the user wrote: everything expanded, everything checked against everything.
enum TopologyResolver {
    /// - Parameters:
    ///   - file: What was written.
    ///   - diagnostics: Receives what is wrong; an error that is already in it forbids a topology.
    /// - Returns: `nil` exactly if there is an error.
    static func resolve(_ file: TopologyFile, _ diagnostics: inout DiagnosticCollector) -> Topology? {
        let segments = SegmentTable(file, &diagnostics)
        let expander = HostExpander(file, segments, &diagnostics)
        var links = LinkResolver(expander.hosts, isComplete: expander.isComplete)
        let sentries = links.resolve(&diagnostics)
        let administration = Self.administration(file.administration, &diagnostics)
        guard !diagnostics.hasErrors, let network = file.network else { return nil }
        let sources = administration.map { FirewallSettings.Source(.ipv4($0.value), at: $0.span) }
        let hosts = zip(expander.hosts, sentries).compactMap { Self.host($0, sentries: $1, sources) }
        let resolved = file.segments.compactMap(Self.segment)
        return Topology(
            network: network,
            segments: resolved,
            hosts: hosts,
            links: LinkPlanner(segments: resolved, hosts: hosts).links
        )
    }

    private static func segment(_ written: TopologyFile.Segment) -> Segment? {
        guard let prefix = written.prefix, let isPublic = written.isPublic else { return nil }
        return Segment(name: written.name.value, prefixes: [prefix.value], isPublic: isPublic, span: written.name.span)
    }

    private static func host(
        _ expanded: ExpandedHost,
        sentries: [HostName],
        _ administration: [FirewallSettings.Source]
    ) -> Host? {
        guard let role = expanded.role else { return nil }
        return Host(
            name: expanded.name,
            role: role,
            group: expanded.group,
            peerPort: expanded.peerPort,
            attachments: expanded.attachments,
            sentries: sentries,
            firewall: FirewallSettings(administration: administration),
            span: expanded.span,
            roleSpan: expanded.span
        )
    }

    /// The sources without those that another one covers: a set of nftables takes no overlapping elements.
    private static func administration(
        _ sources: [Located<IPv4Prefix>],
        _ diagnostics: inout DiagnosticCollector
    ) -> [Located<IPv4Prefix>] {
        var covered: Set<Int> = []
        for pair in PrefixNesting.pairs(sources.map(\.value)) {
            covered.insert(pair.inner)
            let outer = sources[pair.outer]
            let message = "\(sources[pair.inner].value) is covered by \(outer.value) already"
            let labels = [Diagnostic.Label("covers it", at: outer.span)]
            let span = sources[pair.inner].span
            diagnostics.append(.warning(.coveredSource, message, at: span, labels: labels, help: "remove it"))
        }
        return sources.indices.filter { !covered.contains($0) }.map { sources[$0] }
    }
}
