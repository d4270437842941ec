internal import Addressing
package import Compiler
package import Topology

extension LabPlan {
    /// The lab of a topology: its hosts with exactly their declared addresses, and the lab's own vantages.
    ///
    /// Where a real host has a gateway, the lab puts the worst one: a validator's is the stranger on its segment, and a
    /// vantage's is a sentry, which passes on whatever its rules let it. So silence is the rules' doing, never a missing route's.
    ///
    /// - Parameters:
    ///   - topology: The intent.
    ///   - vantages: The lab's own hosts.
    ///   - bundles: What each host gets, byte for byte.
    package init(_ topology: Topology, vantages: VantagePlan, bundles: [Bundle]) {
        let bundlesByHost = Dictionary(uniqueKeysWithValues: bundles.map { ($0.host, $0) })
        var forwarders: [SegmentName: IPv4Address] = [:]
        for host in topology.hosts where host.role != .validator {
            for attachment in host.attachments where forwarders[attachment.segment] == nil {
                forwarders[attachment.segment] = attachment.address
            }
        }
        let strangers = Dictionary(uniqueKeysWithValues: vantages.vantages.map { ($0.segment, $0.address) })

        let hosts = topology.hosts.map { host in
            var plan = Host(
                name: host.name,
                interfaces: host.attachments.map { Interface(segment: $0.segment, address: $0.address) }
            )
            if let bundle = bundlesByHost[host.name] {
                plan.rulesets = [bundle[.ruleset].contents]
                plan.configuration = bundle[.configuration].contents
            }
            if host.role == .validator {
                plan.gateway = host.attachments.first.flatMap { strangers[$0.segment] }
            } else {
                plan.forwards = true
            }
            return plan
        }
        let own = vantages.vantages.map { vantage in
            var plan = Host(
                name: vantage.name,
                interfaces: [Interface(segment: vantage.segment, address: vantage.address)]
            )
            plan.gateway = forwarders[vantage.segment]
            return plan
        }
        self.init(
            segments: topology.segments.map { Segment(name: $0.name, prefix: $0.prefix) },
            hosts: hosts + own
        )
    }
}
