internal import Topology

/// How a validator reaches the network, judged by what the hosts dial.
enum Reach {
    /// How many combinations of zones are tried; beyond that the answer is that the validator may be cut off.
    private static let combinationLimit = 100_000

    /// The public servers that a validator reaches, itself or through its relays; sorted.
    static func sentries(of validator: Int, in subject: LintSubject) -> [Int] {
        var found: Set<Int> = []
        for listener in subject.listeners[validator] {
            if subject.hosts[listener].role == .relay {
                found.formUnion(subject.listeners[listener].filter { subject.hosts[$0].role.isPublic })
            } else {
                found.insert(listener)
            }
        }
        return found.sorted()
    }

    /// Hosts or zones whose loss cuts a validator off, in words; `nil` if it survives every such loss.
    static func isolating(_ validator: Int, by loss: Expectation.Loss, in subject: LintSubject) -> String? {
        switch loss {
        case .sentries(let count):
            // Relays stay, so that the validator is cut off exactly when all its sentries are lost.
            let sentries = self.sentries(of: validator, in: subject)
            return sentries.count <= count ? self.names(sentries, in: subject) : nil
        case .hosts(let names):
            let lost = Set(names.compactMap { subject[$0]?.index })
            if lost.contains(validator) { return nil }
            return self.hasPath(validator, without: lost, in: subject)
                ? nil : self.names(lost.sorted(), in: subject)
        case .zones(let count):
            return self.isolatingZones(validator, count, in: subject)
        }
    }

    /// Whether a validator still reaches a public server.
    private static func hasPath(_ validator: Int, without lost: Set<Int>, in subject: LintSubject) -> Bool {
        subject.listeners[validator].contains { listener in
            guard !lost.contains(listener) else { return false }
            guard subject.hosts[listener].role == .relay else { return true }
            return subject.listeners[listener].contains { !lost.contains($0) && subject.hosts[$0].role.isPublic }
        }
    }

    /// Only zones on the way matter; a host without a zone fails by itself.
    private static func isolatingZones(_ validator: Int, _ count: Int, in subject: LintSubject) -> String? {
        let relays = subject.listeners[validator].filter { subject.hosts[$0].role == .relay }
        var members: [String: Set<Int>] = [:]
        for host in self.sentries(of: validator, in: subject) + relays {
            let zone = subject.hosts[host].model?.zone.map { "zone '\($0)'" } ?? "'\(subject.hosts[host].name)'"
            members[zone, default: []].insert(host)
        }
        let zones = members.keys.sorted()
        guard zones.count > count else { return zones.joined(separator: ", ") + " as zones" }
        var chosen = Array(0..<count)
        for _ in 0..<self.combinationLimit {
            let lost = chosen.reduce(into: Set<Int>()) { $0.formUnion(members[zones[$1], default: []]) }
            if !self.hasPath(validator, without: lost, in: subject) {
                return chosen.map { zones[$0] }.joined(separator: ", ")
            }
            guard self.advance(&chosen, below: zones.count) else { return nil }
        }
        return "some of its \(zones.count) zones"
    }

    /// The next choice in order; `false` after the last one.
    private static func advance(_ chosen: inout [Int], below limit: Int) -> Bool {
        guard let index = chosen.indices.last(where: { chosen[$0] < limit - chosen.count + $0 }) else { return false }
        chosen[index] += 1
        for next in (index + 1)..<max(index + 1, chosen.count) { chosen[next] = chosen[next - 1] + 1 }
        return true
    }

    private static func names(_ hosts: [Int], in subject: LintSubject) -> String {
        hosts.map { "'\(subject.hosts[$0].name)'" }.joined(separator: ", ")
    }
}
