internal import Addressing
internal import Diagnostics

/// Finds every intended link of a topology.
struct LinkPlanner {
    let segments: [Segment]
    let hosts: [Host]

    /// Every intended link, in the order of the diallers in the file.
    ///
    /// A validator dials each of its sentries, and no sentry ever lists a validator (skywelld reference §9, topology
    /// rule 1). The sentries of a group dial each other in a ring, so that they form one overlay without any validator.
    var links: [Link] {
        let rings = self.sentryRings
        return self.hosts.flatMap { host -> [Link] in
            switch host.role {
            case .validator: host.sentries.compactMap { self.link(from: host, to: $0) }
            case .sentry: [rings[host.name]].compactMap(\.self).compactMap { self.link(from: host, to: $0) }
            case .hub, .relay, .external: []
            }
        }
    }

    /// Whom each sentry dials: the next one of its group, and the last one the first if there are more than two.
    private var sentryRings: [HostName: HostName] {
        var next: [HostName: HostName] = [:]
        let groups = Dictionary(grouping: self.hosts.filter { $0.role == .sentry }, by: \.group)
        for sentries in groups.values {
            for (sentry, following) in zip(sentries, sentries.dropFirst()) {
                next[sentry.name] = following.name
            }
            if sentries.count > 2, let first = sentries.first, let last = sentries.last {
                next[last.name] = first.name
            }
        }
        return next
    }

    /// Over the first private segment that both are attached to, otherwise the first public one.
    ///
    /// - Returns: `nil` if they share none: two sentries need not, and for a validator the reader has refused it.
    private func link(from dialler: Host, to name: HostName) -> Link? {
        guard let listener = self.hosts.first(where: { $0.name == name }) else { return nil }
        let shared = dialler.attachments.filter { listener.address(on: $0.segment) != nil }
        let attachment =
            shared.first { segment in self.segments.contains { $0.name == segment.segment && !$0.isPublic } }
            ?? shared.first
        guard let attachment, let address = listener.address(on: attachment.segment) else { return nil }
        return Link(
            dialler: dialler.name,
            listener: listener.name,
            kind: dialler.role == .validator ? .service : .fellow,
            segment: attachment.segment,
            endpoint: Endpoint(address, listener.peerPort),
            source: attachment.address,
            span: dialler.span
        )
    }
}
