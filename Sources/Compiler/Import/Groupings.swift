internal import Topology

/// The ways in which imported hosts may belong together: no configuration says it.
enum Groupings {
    /// Each with one group per host; the simplest first.
    static func of(_ draft: NetworkDraft) -> [[GroupName]] {
        let alone = draft.hosts.map { _ in GroupName.default }
        var groupings = [alone]
        for grouping in [Self.byName(draft), Self.byService(draft)] where !groupings.contains(grouping) {
            groupings.append(grouping)
        }
        return groupings
    }

    /// By the first word of the names, such as `north` of `north-sentry-1`, where several hosts share it.
    private static func byName(_ draft: NetworkDraft) -> [GroupName] {
        let words = draft.hosts.map { $0.role == .external ? nil : Self.firstWord(of: $0.name) }
        var counts: [String: Int] = [:]
        for case let word? in words { counts[word, default: 0] += 1 }
        let groups = words.map { word in
            word.flatMap { counts[$0, default: 0] > 1 ? GroupName($0) : nil }
        }
        return Self.completed(groups, draft)
    }

    /// By whom validators are served.
    private static func byService(_ draft: NetworkDraft) -> [GroupName] {
        var parents = Array(draft.hosts.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index { index = parents[index] }
            return index
        }
        for link in draft.links where draft.hosts[link.dialler].role.isHidden {
            let (one, other) = (root(link.dialler), root(link.listener))
            parents[max(one, other)] = min(one, other)
        }
        let serving = Set(draft.hosts.indices.filter { draft.hosts[$0].role.isHidden }.map(root))
        guard serving.count > 1 else { return draft.hosts.map { _ in .default } }
        var names: [Int: GroupName] = [:]
        var taken: Set<GroupName> = [.default]
        for (number, index) in serving.sorted().enumerated() {
            let word = Self.firstWord(of: draft.hosts[index].name).flatMap { GroupName($0) }
            let name = word.flatMap { taken.contains($0) ? nil : $0 } ?? GroupName("group-\(number + 1)") ?? .default
            taken.insert(name)
            names[index] = name
        }
        return Self.completed(draft.hosts.indices.map { names[root($0)] }, draft)
    }

    /// Hosts without a group get that of the first host that they dial or that dials them.
    private static func completed(_ groups: [GroupName?], _ draft: NetworkDraft) -> [GroupName] {
        var groups = groups
        for index in groups.indices where groups[index] == nil {
            let dialled = draft.links(from: index).compactMap { groups[$0.listener] }.first
            groups[index] =
                dialled
                ?? draft.links.first { $0.listener == index && groups[$0.dialler] != nil }
                .flatMap { groups[$0.dialler] }
        }
        return groups.map { $0 ?? .default }
    }

    private static func firstWord(of name: HostName) -> String? {
        let word = name.rawValue.prefix { $0 != "-" }
        return word.count == name.rawValue.count ? nil : String(word)
    }
}
