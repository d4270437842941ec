internal import Addressing
internal import Diagnostics
internal import Nftables
internal import Topology

/// The named sets of a host.
extension HostRuleset {
    var sets: [ExplainedSet] {
        var sets = [self.linkSet, self.ownAddressSet]
        if self.avoidsPrivateSegments || self.knowsWaysBack {
            sets.append(.prefixes(SetName.privateSegments, self.privatePrefixes, self.reason(.privateSegments)))
        }
        if !self.diallers.isEmpty { sets.append(self.ownDiallerSet) }
        if self.host.role.isPublic { sets += self.learnedSets }
        if self.usesIPv6 {
            sets.append(.learned(SetName.neighbours, of: .ipv6, .minutes(2), Reason(.icmpRate)))
        }
        for egress in self.host.firewall.egress {
            let elements = egress.destinations.map { ($0, Reason(.egress, at: egress.span)) }
            sets += Self.sets(SetName.egress(egress.name), elements, Reason(.egress, at: egress.span))
        }
        let firewall = self.host.firewall
        sets += Self.sets(SetName.monitoring, firewall.monitoring?.sources ?? [], .monitoring)
        sets += Self.sets(SetName.administration, firewall.administration, .administration)
        return sets
    }

    var ownAddressSet: ExplainedSet {
        .prefixes(SetName.ownAddresses, self.ownAddresses, self.reason(.spoofing))
    }

    var linkSet: ExplainedSet {
        let elements = self.dials.map { ($0.endpoint, Reason(.links, at: $0.span)) }
        return .endpoints(SetName.links, elements, self.reason(.links))
    }

    var ownDiallerSet: ExplainedSet {
        let elements = self.diallers.map { ($0.source, Reason(.ownDiallers, at: $0.span)) }
        return .addresses(SetName.ownDiallers, elements, self.reason(.ownDiallers))
    }

    /// Whether what the host opens towards private segments is closed by a rule of its own.
    var avoidsPrivateSegments: Bool { self.host.role.isPublic && !self.privatePrefixes.isEmpty }

    /// Whether packets from private segments must come in by the interface that leads there.
    var knowsWaysBack: Bool { self.host.firewall.refusesSpoofing && !self.privatePrefixes.isEmpty }

    /// What only the host itself may have as its source, in order.
    private var ownAddresses: [(IPv4Prefix, Reason)] {
        let loopback = [(IPv4Prefix(IPv4Address(rawValue: 127 << 24), length: 8), Reason(.loopback))]
        let own = self.host.attachments.map { ($0.address, Reason(.spoofing, at: $0.span)) }
            .sorted { $0.0 < $1.0 }
        return loopback + own.map { (IPv4Prefix($0.0, length: 32), $0.1) }
    }

    private var learnedSets: [ExplainedSet] {
        let ceilings = self.host.firewall.ceilings
        var sets: [ExplainedSet] = []
        if ceilings.newPerMinute != nil {
            sets.append(.learned(SetName.newConnections, .minutes(2), self.reason(.newConnectionRate)))
        }
        if ceilings.perSource != nil {
            sets.append(.learned(SetName.connectionsPerSource, .counted, self.reason(.connectionsPerSource)))
        }
        if ceilings.perPrefix != nil {
            sets.append(.learned(SetName.connectionsPerPrefix, .counted, self.reason(.connectionsPerPrefix)))
        }
        return sets
    }

    private static func sets(
        _ name: String,
        _ sources: [FirewallSettings.Source],
        _ rule: Reason.Rule
    ) -> [ExplainedSet] {
        let elements = sources.map { ($0.prefix, Reason(rule, at: $0.span)) }
        return self.sets(name, elements, Reason(rule, at: sources.first?.span))
    }

    /// A set for each family that occurs.
    private static func sets(_ name: String, _ elements: [(IPPrefix, Reason)], _ reason: Reason) -> [ExplainedSet] {
        let ipv4 = elements.compactMap { element in element.0.ipv4.map { ($0, element.1) } }
        let ipv6 = elements.compactMap { element in element.0.ipv6.map { ($0, element.1) } }
        return (ipv4.isEmpty ? [] : [.prefixes(name, ipv4, reason)])
            + (ipv6.isEmpty ? [] : [.ipv6Prefixes(SetName.ipv6(name), ipv6, reason)])
    }
}
