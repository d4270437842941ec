internal import Topology
internal import Verification

/// Two hosts between which TCP connections become possible, or no longer are.
struct PairChange: Encodable {
    let from: String
    let to: String
    /// To any port; `null` if one of the hosts was not there.
    let before: ReachAnswer?
    let after: ReachAnswer?

    /// In the order of the new hosts, and then of those that are gone.
    static func all(from old: ReachMatrix, to new: ReachMatrix) -> [PairChange] {
        let known = Set(new.hosts)
        let hosts = new.hosts + old.hosts.filter { !known.contains($0) }
        let places = (old: Self.places(of: old), new: Self.places(of: new))
        return hosts.flatMap { sender in
            hosts.compactMap { receiver -> PairChange? in
                guard sender != receiver else { return nil }
                let before = Self.answer(old, places.old[sender], places.old[receiver])
                let after = Self.answer(new, places.new[sender], places.new[receiver])
                // A host that is not there reaches nobody.
                guard before ?? .no != after ?? .no else { return nil }
                return PairChange(
                    from: sender.description,
                    to: receiver.description,
                    before: before,
                    after: after
                )
            }
        }
    }

    private static func places(of matrix: ReachMatrix) -> [HostName: Int] {
        Dictionary(uniqueKeysWithValues: matrix.hosts.enumerated().map { ($1, $0) })
    }

    private static func answer(_ matrix: ReachMatrix, _ sender: Int?, _ receiver: Int?) -> ReachAnswer? {
        guard let sender, let receiver else { return nil }
        return matrix.toAnyPort(from: sender, to: receiver)
    }

    func text(_ console: Console) -> String {
        let (old, new) = (self.before ?? .no, self.after ?? .no)
        let word = new > old ? console.style("opens", .bad) + " " : console.style("closes", .doubtful)
        return "\(word) \(self.from) -> \(self.to): tcp \(old.rawValue) before, \(new.rawValue) now"
    }
}
