internal import Addressing
package import Compiler
package import Topology

extension LabPlan {
    /// The lab of a topology: its hosts with exactly their declared addresses, and the lab's own vantages.
    ///
    /// Where a real host has a gateway, the lab puts the worst one: a hidden host's is the stranger on its segment, and a
    /// vantage's way to every other segment is a host that joins the two, which passes on whatever its rules let it. So
    /// silence is the rules' doing, never a missing route's.
    ///
    /// - Parameters:
    ///   - topology: The intent.
    ///   - vantages: The lab's own hosts.
    ///   - bundles: What each host of ours gets, byte for byte.
    ///   - standIns: The `skywelld.cfg` by which the lab plays each peer that is not ours.
    package init(
        _ topology: Topology,
        vantages: VantagePlan,
        bundles: [Bundle],
        standIns: [HostName: Artifact] = [:]
    ) {
        let bundlesByHost = Dictionary(uniqueKeysWithValues: bundles.map { ($0.host, $0) })
        let strangers = Dictionary(uniqueKeysWithValues: vantages.vantages.map { ($0.segment, $0.address) })

        let hosts = topology.hosts.map { host in
            var plan = Host(
                name: host.name,
                interfaces: host.attachments.map { Interface(segment: $0.segment, address: $0.address) }
            )
            if let bundle = bundlesByHost[host.name] {
                plan.rulesets = [bundle[.ruleset].contents]
                plan.configuration = bundle[.configuration].contents
            } else {
                plan.configuration = standIns[host.name]?.contents
            }
            if host.role.isHidden {
                plan.routes = host.attachments.prefix(1).compactMap { attachment in
                    strangers[attachment.segment].map { Route(to: Self.everything, via: $0) }
                }
            } else if host.role.isOurs {
                plan.forwards = true
            }
            return plan
        }
        let own = vantages.vantages.map { vantage in
            var plan = Host(
                name: vantage.name,
                interfaces: [Interface(segment: vantage.segment, address: vantage.address)]
            )
            plan.routes = topology.segments.flatMap { segment in
                let gateway = topology.forwarder(from: vantage.segment, to: segment.name)?.address(on: vantage.segment)
                return gateway.map { gateway in segment.prefixes.map { Route(to: $0, via: gateway) } } ?? []
            }
            return plan
        }
        self.init(
            segments: topology.segments.map { Segment(name: $0.name, prefixes: $0.prefixes) },
            hosts: hosts + own
        )
    }

    private static let everything = IPv4Prefix(IPv4Address(rawValue: 0), length: 0)
}

extension Topology {
    /// The host by which a stranger on one segment would try to get to another: the first one that joins the two.
    ///
    /// - Returns: `nil` if no host does, or if it is the same segment. Hidden hosts do not count: nobody reaches one to use it.
    package func forwarder(from origin: SegmentName, to destination: SegmentName) -> Host? {
        guard origin != destination else { return nil }
        return self.hosts.first { host in
            !host.role.isHidden && host.role.isOurs && host.address(on: origin) != nil
                && host.address(on: destination) != nil
        }
    }
}
