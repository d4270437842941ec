internal import Nftables

extension RuleCompiler {
    mutating func branch(_ expression: Expression, _ data: Constant) -> Step {
        let contents = self.builder.sets.contents(of: data, asking: expression, table: self.context.table)
        let branches = self.conditions(of: Self.groups(contents), expression, contents).compactMap { value, condition in
            if case .verdict(let verdict) = value {
                (condition: condition, decision: self.decision(verdict))
            } else {
                nil
            }
        }
        self.reader.pass(expression)
        if contents.mayHoldMore || branches.contains(where: { !$0.condition.isExact }) {
            self.uncertain.append("verdict map over \(expression)")
        }
        return .branch(branches, perhapsAnything: contents.mayHoldMore)
    }

    /// The elements of a map by what it gives for them, in the order of the first of each.
    static func groups(_ contents: SetContents) -> [(value: MapValue, elements: [SetElement])] {
        var numbers: [MapValue: Int] = [:]
        var groups: [(value: MapValue, elements: [SetElement])] = []
        for element in contents.elements {
            guard let value = element.value else { continue }
            if let number = numbers[value] {
                groups[number].elements.append(element)
            } else {
                numbers[value] = groups.count
                groups.append((value, [element]))
            }
        }
        return groups
    }

    /// For each value of a map the packets that get it.
    func conditions(
        of groups: [(value: MapValue, elements: [SetElement])],
        _ expression: Expression,
        _ contents: SetContents
    ) -> [(value: MapValue, condition: Condition)] {
        let store = self.builder.store
        let key = SetKey(expression, self.reader, store)
        var catchAll: (value: MapValue, mayExpire: Bool)?
        var result: [(value: MapValue, condition: Condition)] = []
        let hasCatchAll = contents.elements.contains { $0.key == .everythingElse }
        var others = Condition.never
        let overlaps = self.overlaps(of: groups, key)
        for (value, elements) in groups {
            if let element = elements.first(where: { $0.key == .everythingElse }) {
                catchAll = (value, element.mayExpire)
            }
            let plain = elements.filter { $0.key != .everythingElse }
            let member = self.builder.membership(of: plain, key)
            if hasCatchAll { others = self.builder.union(others, member) }
            let alone = Condition(surely: store.difference(member.surely, overlaps), possibly: member.possibly)
            let found = store.intersection(key.requirement, overlaps == .nothing ? member : alone)
            let mayBeGone = contents.mayHoldLess || contents.mayHoldMore
            result.append((value, mayBeGone ? self.builder.perhaps(found) : found))
        }
        if let catchAll {
            let rest = store.intersection(key.requirement, self.builder.negated(others))
            let isVague = catchAll.mayExpire || contents.mayHoldLess || contents.mayHoldMore
            result.append((catchAll.value, isVague ? self.builder.perhaps(rest) : rest))
        }
        return result
    }

    /// The packets whose key is in elements of several values. Of a concatenation's ranges the kernel takes those that lie across each
    /// other, and gives the value of the element that it was given first, which no listing shows for sure.
    ///
    /// Source: `nft_pipapo_insert`, `nft_pipapo_lookup` of the kernel.
    private func overlaps(of groups: [(value: MapValue, elements: [SetElement])], _ key: SetKey) -> Diagram {
        guard key.parts.count > 1, groups.count > 1 else { return .nothing }
        let store = self.builder.store
        var (seen, overlaps) = (Diagram.nothing, Diagram.nothing)
        for (_, elements) in groups {
            let plain = elements.filter { $0.key != .everythingElse }
            let member = self.builder.membership(of: plain, key).possibly
            overlaps = store.union(overlaps, store.intersection(seen, member))
            seen = store.union(seen, member)
        }
        return overlaps
    }

    /// What an expression gives: for each possible constant the packets that get it. `nil` for any other expression.
    func constants(of expression: Expression) -> [(constant: Constant?, condition: Condition)]? {
        switch expression {
        case .constant(let constant):
            return [(constant, .always)]
        case .map(let key, let data):
            let contents = self.builder.sets.contents(of: data, asking: key, table: self.context.table)
            let requirement = SetKey(key, self.reader, self.builder.store).requirement
            guard !contents.mayHoldMore, !contents.mayHoldLess else {
                return [(nil, self.builder.perhaps(requirement))]
            }
            return self.conditions(of: Self.groups(contents), key, contents).map { value, condition in
                if case .constant(let constant) = value { (constant, condition) } else { (nil, condition) }
            }
        default:
            return nil
        }
    }
}
