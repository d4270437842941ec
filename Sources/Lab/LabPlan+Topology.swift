internal import Addressing
package import Compiler
internal import Skywelld
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
    ///   - identities: The keys of our hosts.
    package init(
        _ topology: Topology,
        vantages: VantagePlan,
        bundles: [Bundle],
        standIns: [HostName: Artifact] = [:],
        identities: [HostName: Identity] = [:]
    ) {
        let protected = Self.protected(topology, identities)
        let voteInterval = Self.voteInterval(topology)
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
                plan.protected = protected
                plan.voteInterval = host.role == .validator ? voteInterval : nil
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

    /// All hidden hosts, by node key and address: every node of ours protects them all, not only those that dial it, or
    /// it would pass on the address of another group's validator that a liar has guessed. The list names its reader as
    /// well: nobody learns of a hidden host from itself either.
    private static func protected(_ topology: Topology, _ identities: [HostName: Identity]) -> String? {
        let hidden = topology.hosts.filter(\.role.isHidden)
        guard !hidden.isEmpty else { return nil }
        return hidden.map { host in
            let key = identities[host.name].map { ["\($0.nodeKey.base58)"] } ?? []
            let lines = ["# \(host.name)"] + key + host.attachments.map { "\($0.address)" }
            return lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    /// What one node takes to look at one vote, in microseconds: mostly the check of its signature.
    private static let voteCost = 150
    /// What all nodes together may spend on votes, in microseconds of each second, so that they have time for the rest.
    private static let voteBudget = 400_000

    /// Seconds between two ledgers: one, unless the validators are so many that the machine would do nothing but check
    /// votes.
    private static func voteInterval(_ topology: Topology) -> Int {
        // A validation and a proposal of each validator reach each node.
        let votes = 2 * topology.hosts(.validator).count * topology.hosts.count
        return 1 + votes * Self.voteCost / Self.voteBudget
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
