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
