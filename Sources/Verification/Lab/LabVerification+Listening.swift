internal import Addressing
internal import Compiler
internal import Lab
internal import Overlay
internal import Skywelld
internal import Topology

extension LabVerification {
    /// How many lies fit into one announcement that a node reads to its end, beside the decoy.
    private static let liesMaximum = 19

    /// How long a stranger waits for votes: a few ledgers.
    var votePatience: Duration {
        let interval = self.topology.hosts(.validator).compactMap { self.lab[$0.name].plan.voteInterval }.max() ?? 1
        return .seconds(3 * interval + 1)
    }

    /// A validator and the key that signs its votes.
    typealias Voter = (host: HostName, key: NodePublicKey)

    /// The validators whose votes the intended links lead to each server, in the order of the topology.
    ///
    /// A server passes on the votes of those whom it trusts, and drops all others.
    var votersByServer: [HostName: [Voter]] {
        var neighbours: [HostName: [HostName]] = [:]
        for link in self.topology.links {
            neighbours[link.dialler, default: []].append(link.listener)
            neighbours[link.listener, default: []].append(link.dialler)
        }
        var voters: [HostName: [Voter]] = [:]
        for validator in self.topology.hosts(.validator) {
            guard let key = self.compilation.identities[validator.name]?.validationKey else { continue }
            var found: Set<HostName> = [validator.name]
            var open = [validator.name]
            while let next = open.popLast() {
                for other in neighbours[next, default: []] where !found.contains(other) {
                    guard let host = self.topology[host: other], self.passesOn(host, votesOf: validator) else {
                        continue
                    }
                    found.insert(other)
                    open.append(other)
                    voters[other, default: []].append((validator.name, key))
                }
            }
        }
        return voters
    }

    private func passesOn(_ host: Host, votesOf validator: Host) -> Bool {
        guard host.role.isOurs else { return false }
        switch self.topology.trust.scope {
        case .network: return true
        case .group: return host.group == validator.group
        }
    }

    /// What a liar says: that somebody listens where hidden hosts are. Nodes pass on public addresses only, so there is
    /// nothing to lie about where all of these are private.
    var lies: [Endpoint] {
        let hidden = self.hiddenHosts.flatMap { host in host.attachments.map { Endpoint($0.address, host.peerPort) } }
        return Array(hidden.filter { GossipScope.publicOnly.includes($0.address) }.prefix(Self.liesMaximum))
    }
}
