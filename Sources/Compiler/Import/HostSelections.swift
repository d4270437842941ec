internal import Addressing
internal import Topology

/// Whom hosts choose to dial, where it is not whom they would dial by themselves.
struct HostSelections {
    private let draft: NetworkDraft
    private var servers: [GroupName: [Role: Set<Int>]] = [:]

    init(_ draft: NetworkDraft) {
        self.draft = draft
        for (index, host) in draft.hosts.enumerated() where !host.attachments.isEmpty {
            self.servers[host.group, default: [:]][host.role, default: []].insert(index)
        }
    }

    /// The entries of a host: `sentries`, `relays` and `peers`, each as text.
    ///
    /// - Parameter peers: The peers to name, if it is to name any.
    func entries(of index: Int, _ peers: [Int]?) -> [String] {
        let host = self.draft.hosts[index]
        if let peers { return ["peers: \(self.selector(peers, of: index))"] }
        guard host.role.isHidden else { return [] }
        let dialled = self.draft.links(from: index).map(\.listener).filter { !self.draft.hosts[$0].attachments.isEmpty }
        let relays = dialled.filter { self.draft.hosts[$0].role == .relay }
        let sentries = dialled.filter { self.draft.hosts[$0].role == .sentry }
        let group = self.servers[host.group, default: [:]]
        if host.role == .validator, !relays.isEmpty {
            return self.entry("relays", relays, of: index, usual: group[.relay, default: []])
        }
        guard !sentries.isEmpty else { return [] }
        let passesBy = host.role == .validator && !group[.relay, default: []].isEmpty
        return self.entry("sentries", sentries, of: index, usual: passesBy ? [] : group[.sentry, default: []])
    }

    private func entry(_ key: String, _ chosen: [Int], of index: Int, usual: Set<Int>) -> [String] {
        if Set(chosen) == usual, self.via(chosen, of: index) == nil { return [] }
        return ["\(key): \(self.selector(chosen, of: index))"]
    }

    private func selector(_ chosen: [Int], of index: Int) -> String {
        let list = "[\(chosen.map { self.draft.hosts[$0].name.rawValue }.joined(separator: ", "))]"
        return self.via(chosen, of: index).map { "{ select: \(list), via: \($0) }" } ?? list
    }

    /// The segment to name, if the links run over another one than they would by themselves.
    private func via(_ chosen: [Int], of index: Int) -> String? {
        let host = self.draft.hosts[index]
        var actual: [Int] = []
        var isUsual = true
        for link in self.draft.links(from: index) where chosen.contains(link.listener) {
            let peer = self.draft.hosts[link.listener]
            guard let segment = peer.attachments.first(where: { $0.address == link.endpoint.address })?.segment else {
                continue
            }
            actual.append(segment)
            let common = host.attachments.map(\.segment).filter { mine in
                peer.attachments.contains { $0.segment == mine }
            }
            let privateOnes = common.filter { !self.draft.segments[$0].isPublic }
            isUsual = isUsual && (privateOnes.isEmpty ? common == [segment] : privateOnes == [segment])
        }
        guard !isUsual, let first = actual.first, actual.allSatisfy({ $0 == first }) else { return nil }
        return self.draft.segments[first].name
    }
}
