/// Which chains of a table packets come to from which.
package struct CallGraph {
    private let targets: [String: [String]]

    package init(_ table: ListedTable) {
        self.targets = Dictionary(
            table.chains.map { ($0.name, Self.targets(of: $0, in: table)) },
            uniquingKeysWith: { $1 }
        )
    }

    /// The names of the chains that packets of some chains may come to, these among them.
    package func reachable(from start: some Sequence<String>) -> Set<String> {
        var names: Set<String> = []
        var open = Array(start)
        while let name = open.popLast() {
            guard names.insert(name).inserted else { continue }
            open += self.targets[name] ?? []
        }
        return names
    }

    /// In how many ways packets may come to each chain, from some chains on: no packet takes more of them one after the other. No
    /// number is higher than 1,000.
    package func ways(from start: some Sequence<String>) -> [String: Int] {
        var all: [String: Int] = [:]
        var last = Dictionary(start.map { ($0, 1) }, uniquingKeysWith: +)
        // nft loads no chains that call each other in a circle, nor more of them one after the other.
        for _ in 0...16 where !last.isEmpty {
            all.merge(last) { min($0 + $1, 1000) }
            var next: [String: Int] = [:]
            for (name, count) in last {
                for target in self.targets[name] ?? [] { next[target] = min(next[target, default: 0] + count, 1000) }
            }
            last = next
        }
        return all
    }

    private static func targets(of chain: ListedChain, in table: ListedTable) -> [String] {
        var targets: [String] = []
        for rule in chain.rules {
            for statement in rule.statements {
                switch statement {
                case .verdict(.jump(let name)), .verdict(.goto(let name)): targets.append(name)
                case .verdictMap(_, let data): targets += self.targets(of: data, in: table)
                default: continue
                }
            }
        }
        return targets
    }

    /// Of a map that cannot be read, all chains of the table.
    private static func targets(of map: Constant, in table: ListedTable) -> [String] {
        let elements: [SetElement]?
        switch map {
        case .anonymousSet(let listed): elements = listed
        case .namedSet(let name): elements = table.sets.first { $0.name == name }?.elements
        default: elements = nil
        }
        var targets: [String] = []
        for element in elements ?? [] {
            switch element.value {
            case .verdict(.jump(let name)), .verdict(.goto(let name)): targets.append(name)
            case .verdict: continue
            case .constant, nil: return table.chains.map(\.name)
            }
        }
        return elements == nil ? table.chains.map(\.name) : targets
    }
}
