internal import Addressing
internal import Compiler
internal import PacketSpace
internal import Topology

/// The packets that the topology opens a host to, as sets.
extension HostJudge {
    /// From the named sources to ssh.
    var administration: Diagram {
        let port = self.sets.toPort(Compilation.administrationPort(of: self.host))
        return self.sets.all(self.sets.tcp, port, self.sets.from(self.host.firewall.administration.map(\.prefix)))
    }

    /// From the named sources to the port that monitoring reads.
    var monitoring: Diagram {
        guard let monitoring = self.host.firewall.monitoring else { return .nothing }
        let sources = self.sets.from(monitoring.sources.map(\.prefix))
        return self.sets.all(self.sets.tcp, self.sets.toPort(monitoring.port), sources)
    }

    /// From those that are meant to dial the host, to its peer port.
    var diallers: Diagram {
        let sources = self.topology.links(to: self.host.name).map(\.source)
        return self.sets.all(self.sets.tcp, self.sets.toPort(self.host.peerPort), self.sets.from(sources))
    }

    /// To the listeners of the host's own links.
    var links: Diagram {
        let links = self.topology.links(from: self.host.name)
        let endpoints = Dictionary(grouping: links, by: \.endpoint.port).map { port, links in
            self.sets.all(self.sets.toPort(port), self.sets.to(links.map(\.endpoint.address)))
        }
        return self.sets.all(self.sets.tcp, self.sets.any(endpoints))
    }

    /// To the services that `egress` names.
    var egress: Diagram {
        self.sets.any(
            self.host.firewall.egress.map {
                self.sets.all(
                    self.sets.transport($0.transport),
                    self.sets.to($0.destinations),
                    self.sets.toPort($0.port)
                )
            }
        )
    }

    /// Whether the topology opens anything over IPv6, which then needs neighbour discovery and answers.
    var usesIPv6: Bool {
        let firewall = self.host.firewall
        return firewall.administration.contains { $0.prefix.ipv6 != nil }
            || firewall.monitoring?.sources.contains { $0.prefix.ipv6 != nil } ?? false
            || firewall.egress.contains { $0.destinations.contains { $0.ipv6 != nil } }
    }

    /// Router advertisements, and both halves of neighbour discovery.
    var neighboursIn: Diagram { self.usesIPv6 ? self.sets.neighbourDiscovery([134, 135, 136]) : .nothing }

    /// Router solicitations, and both halves of neighbour discovery.
    var neighboursOut: Diagram { self.usesIPv6 ? self.sets.neighbourDiscovery([133, 135, 136]) : .nothing }
}
