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
        let links = LinkPlanner(expander, file.segments, &diagnostics)
        let expectations = ExpectationReader.read(
            file.expectations,
            hosts: expander.hosts.map(\.name),
            segments: file.segments.map(\.name.value),
            isComplete: expander.isComplete && file.refusedSegments?.isEmpty == true,
            &diagnostics
        )
        guard !diagnostics.hasErrors, let network = file.network else { return nil }
        return Topology(
            network: network,
            segments: file.segments.compactMap(Self.segment),
            hosts: expander.hosts.enumerated().compactMap { Self.host($1, $0, links) },
            links: links.links(),
            trust: file.trust,
            expectations: expectations
        )
    }

    private static func segment(_ written: TopologyFile.Segment) -> Segment? {
        guard let isPublic = written.isPublic, !written.prefixes.isEmpty else { return nil }
        return Segment(
            name: written.name.value,
            prefixes: written.prefixes.map(\.value),
            ipv6Prefixes: written.ipv6Prefixes.map(\.value),
            isPublic: isPublic,
            latency: written.latency,
            span: written.name.span
        )
    }

    private static func host(_ expanded: ExpandedHost, _ index: Int, _ links: LinkPlanner) -> Host? {
        guard let role = expanded.plan.role else { return nil }
        let blocks = expanded.role == .external ? .none : expanded.plan.blocks
        return Host(
            name: expanded.name,
            role: role.value,
            group: expanded.group,
            zone: expanded.zone,
            peerPort: expanded.peerPort,
            attachments: expanded.attachments,
            sentries: links.sentries(of: index),
            relays: links.relays(of: index),
            daemon: blocks.daemon[expanded.index],
            firewall: blocks.firewall,
            secrets: blocks.secrets[expanded.index],
            ssh: blocks.ssh[expanded.index],
            span: expanded.span,
            roleSpan: role.span
        )
    }
}
