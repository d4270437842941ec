/// At which hooks the kernel may come to each chain.
struct ChainReach {
    /// By the chain's name.
    let hooks: [String: Set<Chain.Hook>]

    /// `nil` where rules go on in a chain that is not there, in a base chain, or round in a circle: the kernel refuses that.
    init?(_ chains: [Chain]) {
        let byName = Dictionary(chains.map { ($0.name, $0) }) { first, _ in first }
        var hooks: [String: Set<Chain.Hook>] = [:]
        for chain in chains {
            for target in chain.targets {
                guard let next = byName[target], next.base == nil else { return nil }
            }
        }
        for chain in chains {
            guard let base = chain.base else { continue }
            var open = [chain]
            // Without a circle, no way is longer than there are chains.
            for _ in 0...chains.count {
                for chain in open { hooks[chain.name, default: []].insert(base.hook) }
                open = Set(open.flatMap(\.targets)).sorted().compactMap { byName[$0] }
            }
            guard open.isEmpty else { return nil }
        }
        // The kernel looks for circles only where packets come; elsewhere nothing is certain.
        guard chains.allSatisfy({ hooks[$0.name] != nil }) else { return nil }
        self.hooks = hooks
    }
}

extension Chain {
    fileprivate var targets: [String] {
        self.rules.compactMap { rule in
            if case .goto(let chain) = rule.verdict { chain } else { nil }
        }
    }
}

extension Rule {
    /// Whether the kernel takes the rule in a chain that is asked at these hooks; rather too seldom than too often.
    func mayStand(at hooks: Set<Chain.Hook>) -> Bool {
        if self.matches.contains(.reversePathMissing), !hooks.isSubset(of: [.prerouting, .input]) { return false }
        return switch self.verdict {
        case .reject, .reset: hooks.isSubset(of: [.input, .forward, .output])
        case .synproxy: hooks.isSubset(of: [.input, .forward])
        case .notrack: hooks.isSubset(of: [.prerouting, .output])
        case .accept, .drop, .goto, nil: true
        }
    }
}
