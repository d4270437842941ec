internal import Addressing
internal import Diagnostics
internal import Skywelld
internal import Topology

/// What the configurations of many hosts have in common, found once.
struct NetworkFacts {
    /// Whom a server trusts, as the lines of its file.
    struct Trusted {
        /// For `[validators]`.
        let validators: [TemplateValue.Text]
        /// For `[validation_quorum]`: none if nobody is trusted.
        let quorum: [TemplateValue.Text]
    }

    private let trustedByGroup: [GroupName: Trusted]
    private let trustedByAll: Trusted
    /// Sentries and hubs by the segments that they are on, in the order of the file.
    private let publicServers: [SegmentName: [Host]]

    init(_ topology: Topology, identities: [HostName: Identity]) {
        var lines: [TemplateValue.Text] = []
        var groups: [GroupName: [TemplateValue.Text]] = [:]
        for host in topology.hosts where host.role == .validator {
            guard let key = identities[host.name]?.validationKey else { continue }
            let line = TemplateValue.Text("\(key.base58) \(host.name)", Reason(.ownValidator, at: host.span))
            switch topology.trust.scope {
            case .network: lines.append(line)
            case .group: groups[host.group, default: []].append(line)
            }
        }
        let foreign = topology.trust.foreign.map { validator in
            TemplateValue.Text(
                "\(validator.key.base58) \(PlainText.of(validator.name))",
                Reason(.foreignValidator, at: validator.span)
            )
        }
        self.trustedByAll = Self.trusted(lines + foreign, topology.trust)
        self.trustedByGroup = groups.mapValues { Self.trusted($0 + foreign, topology.trust) }
        var publicServers: [SegmentName: [Host]] = [:]
        for host in topology.hosts where host.role.isPublic {
            for attachment in host.attachments { publicServers[attachment.segment, default: []].append(host) }
        }
        self.publicServers = publicServers
    }

    /// Whom the servers of a group trust.
    func trusted(by group: GroupName) -> Trusted {
        self.trustedByGroup[group] ?? self.trustedByAll
    }

    /// Public servers that a host without fixed peers may begin with: those of its group, else those of others.
    ///
    /// - Parameter limit: How many at most.
    func entryPoints(of host: Host, limit: Int) -> [(endpoint: Endpoint, host: Host)] {
        let fellows = self.publicServers(around: host, limit: limit) { $0.group == host.group }
        return fellows.isEmpty ? self.publicServers(around: host, limit: limit) { $0.group != host.group } : fellows
    }

    private func publicServers(
        around host: Host,
        limit: Int,
        where isWanted: (Host) -> Bool
    ) -> [(endpoint: Endpoint, host: Host)] {
        var found: [(endpoint: Endpoint, host: Host)] = []
        for attachment in host.attachments {
            for server in self.publicServers[attachment.segment, default: []]
            where server.name != host.name && isWanted(server) {
                guard found.count < limit else { return found }
                guard !found.contains(where: { $0.host.name == server.name }),
                    let address = server.address(on: attachment.segment)
                else { continue }
                found.append((Endpoint(address, server.peerPort), server))
            }
        }
        return found
    }

    /// 80 % of the trusted validators, rounded up, unless the file says how many.
    private static func trusted(_ validators: [TemplateValue.Text], _ trust: Trust) -> Trusted {
        if let quorum = trust.quorum {
            return Trusted(
                validators: validators,
                quorum: [TemplateValue.Text("\(quorum.count)", Reason(.quorum, at: quorum.span))]
            )
        }
        let count = (validators.count * 4 + 4) / 5
        let quorum = validators.first.map { TemplateValue.Text("\(count)", Reason(.quorum, at: $0.reason.place)) }
        return Trusted(validators: validators, quorum: quorum.map { [$0] } ?? [])
    }
}
