internal import Topology

/// The order of the groups of public servers, so that the links that Picket makes from each to the next are those that
/// exist already.
enum GroupOrder {
    static func of(_ draft: NetworkDraft) -> [GroupName] {
        var left: [GroupName] = []
        for host in draft.hosts where host.role.isPublic && !left.contains(host.group) { left.append(host.group) }
        var counts: [[GroupName]: Int] = [:]
        for link in draft.links {
            let (dialler, listener) = (draft.hosts[link.dialler], draft.hosts[link.listener])
            guard dialler.role.isPublic, listener.role.isPublic else { continue }
            counts[[dialler.group, listener.group], default: 0] += 1
        }
        // Of two groups, only the first dials.
        if left.count == 2, counts[left, default: 0] < counts[left.reversed(), default: 0] { left.reverse() }
        var order: [GroupName] = []
        while !left.isEmpty {
            var next = left[0]
            if let last = order.last {
                for group in left where counts[[last, group], default: 0] > counts[[last, next], default: 0] {
                    next = group
                }
            }
            order.append(next)
            left.removeAll { $0 == next }
        }
        return order
    }
}
