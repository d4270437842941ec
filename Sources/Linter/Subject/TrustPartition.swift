internal import Topology

/// Which hosts must trust the same validators.
enum TrustPartition {
    /// The positions of the hosts of each network that they form; every list has at least one.
    static func members(of subject: LintSubject) -> [[Int]] {
        guard let topology = subject.topology, topology.trust.scope == .group else {
            return subject.hosts.isEmpty ? [] : [Array(subject.hosts.indices)]
        }
        var positions: [GroupName: Int] = [:]
        var members: [[Int]] = []
        for host in subject.hosts {
            guard let group = host.model?.group else { continue }
            if let position = positions[group] {
                members[position].append(host.index)
            } else {
                positions[group] = members.count
                members.append([host.index])
            }
        }
        return members
    }
}
