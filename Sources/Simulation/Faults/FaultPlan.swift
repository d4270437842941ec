import Overlay
import Topology

/// Chooses what goes wrong.
enum FaultPlan {
    /// On average, between two faults.
    static let interval = Duration.seconds(20)
    /// Until the overlay stands.
    static let calm = Duration.seconds(10)
    static let longest = Duration.seconds(40)
    static let longestAttack = Duration.seconds(60)

    static func make(
        for topology: Topology,
        kinds: [Fault.Kind],
        duration: Duration,
        _ randomness: Randomness
    ) -> [Fault] {
        let hosts = topology.hosts.filter(\.role.isOurs)
        let span = (duration - Self.calm).milliseconds
        guard !kinds.isEmpty, !hosts.isEmpty, span > 0 else { return [] }
        let count = Int((duration - Self.calm) / Self.interval) + 1
        var chance = randomness.stream(.fault)
        let times = (0..<count).map { _ in
            Self.calm + .milliseconds(Int.random(in: 0..<Int(span), using: &chance))
        }
        return times.sorted().enumerated().compactMap { number, time in
            var detail = randomness.stream(.faultDetail, number)
            return Self.fault(number + 1, at: time, kinds, topology, hosts, &detail)
        }
    }

    private static func fault(
        _ number: Int,
        at time: Duration,
        _ kinds: [Fault.Kind],
        _ topology: Topology,
        _ hosts: [Host],
        _ chance: inout SplitMix64
    ) -> Fault? {
        guard let kind = kinds.randomElement(using: &chance), let host = hosts.randomElement(using: &chance),
            let adversary = Adversary.Kind.allCases.randomElement(using: &chance)
        else { return nil }
        let link = topology.links.randomElement(using: &chance)
        let isAttack = kind == .attack
        let longest = isAttack ? Self.longestAttack : Self.longest
        let length = Duration.milliseconds(Int.random(in: 200...Int(longest.milliseconds), using: &chance))
        let hasLength = kind != .reset && kind != .forget
        guard kind != .separate || link != nil else { return nil }
        return Fault(
            number: number,
            time: time,
            kind: kind,
            host: isAttack ? nil : kind == .separate ? link?.dialler : host.name,
            other: kind == .separate ? link?.listener : nil,
            adversary: isAttack ? adversary : nil,
            length: hasLength ? length : .zero
        )
    }
}
