internal import Nftables

extension ConditionBuilder {
    /// The packets whose key is in a set, and those whose key can be read at all.
    func lookup(
        _ expression: Expression,
        _ contents: SetContents,
        _ reader: SubjectReader
    ) -> (member: Condition, requirement: Condition) {
        let key = SetKey(expression, reader, self.store)
        let member = self.membership(of: contents.elements, key)
        var surely = contents.mayHoldLess ? Diagram.nothing : member.surely
        surely = self.store.intersection(surely, key.requirement.surely)
        let possibly = contents.mayHoldMore ? .everything : member.possibly
        let found = Condition(
            surely: surely,
            possibly: self.store.intersection(possibly, key.requirement.possibly)
        )
        return (found, key.requirement)
    }

    /// The packets whose key is one of some elements, whether or not it can be read.
    func membership(of elements: [SetElement], _ key: SetKey) -> Condition {
        let lasting = elements.filter { !$0.mayExpire }
        let hasCatchAll = elements.contains { $0.key == .everythingElse }
        if hasCatchAll {
            let isSure = lasting.contains { $0.key == .everythingElse }
            // The catch-all is asked last, and it is in the set as well: with it every key is found.
            return Condition(surely: isSure ? .everything : .nothing, possibly: .everything)
        }
        let all = self.union(of: elements, key)
        guard lasting.count < elements.count else { return all }
        return Condition(surely: self.union(of: lasting, key).surely, possibly: all.possibly)
    }

    private func union(of elements: [SetElement], _ key: SetKey) -> Condition {
        guard key.parts.count > 1 else { return self.simpleUnion(of: elements, key.parts[0]) }
        var conditions = elements.map { self.product(of: $0.key, key) }
        // Pairwise, so that every element goes through few unions, and through small ones first.
        while conditions.count > 1 {
            conditions = stride(from: 0, to: conditions.count, by: 2).map { index in
                index + 1 < conditions.count
                    ? self.union(conditions[index], conditions[index + 1]) : conditions[index]
            }
        }
        return conditions.first ?? .never
    }

    func union(_ lhs: Condition, _ rhs: Condition) -> Condition {
        let possibly = self.store.union(lhs.possibly, rhs.possibly)
        if lhs.isExact, rhs.isExact { return Condition(possibly) }
        return Condition(surely: self.store.union(lhs.surely, rhs.surely), possibly: possibly)
    }

    private func simpleUnion(of elements: [SetElement], _ subject: Subject) -> Condition {
        var ranges: [ClosedRange<UInt128>] = []
        ranges.reserveCapacity(elements.count)
        var isExact = true
        for element in elements {
            if let values = subject.kind.values(of: element.key) { ranges.append(values) } else { isExact = false }
        }
        let known = self.condition(subject.bare, in: ranges)
        return isExact ? known : Condition(surely: known.surely, possibly: .everything)
    }

    private func product(of constant: Constant, _ key: SetKey) -> Condition {
        guard case .concatenation(let values) = constant, values.count == key.parts.count else {
            return Condition(surely: .nothing, possibly: .everything)
        }
        var result = Condition.always
        // The last fields first, so that each intersection only puts a node on top.
        for (value, subject) in zip(values, key.parts).sorted(by: { $0.1.order > $1.1.order }) {
            result = self.store.intersection(self.simpleUnion(of: [SetElement(value)], subject), result)
        }
        return result
    }
}
