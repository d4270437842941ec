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
        if let boxes = self.boxes(of: elements, key) { return Condition(self.union(of: boxes)) }
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

    // MARK: - Boxes

    /// One range for each field of a key, lowest field first.
    private typealias Ranges = [(field: Field, range: ClosedRange<UInt64>)]

    /// The elements of a concatenation as boxes; `nil` unless every part is a field of its own.
    private func boxes(of elements: [SetElement], _ key: SetKey) -> [Ranges]? {
        let order = key.parts.indices.sorted { key.parts[$0].order < key.parts[$1].order }
        for part in key.parts {
            guard case .field = part.place, part.transform == .identity, part.vague == .nothing else { return nil }
        }
        guard Set(key.parts.map(\.order)).count == key.parts.count else { return nil }
        var boxes: [Ranges] = []
        boxes.reserveCapacity(elements.count)
        for element in elements {
            guard case .concatenation(let values) = element.key, values.count == key.parts.count else { return nil }
            var box: Ranges = []
            box.reserveCapacity(order.count)
            for index in order {
                let part = key.parts[index]
                guard case .field(let field) = part.place, let range = part.kind.values(of: values[index]) else {
                    return nil
                }
                box.append((field, Self.folded(range, field, part.kind)))
            }
            boxes.append(box)
        }
        return boxes
    }

    /// The union of boxes, node by node from the first field on, where boxes are equal or apart in each field.
    private func union(of boxes: [Ranges]) -> Diagram {
        let sorted = boxes.sorted { $0[0].range.lowerBound < $1[0].range.lowerBound }
        return self.union(of: sorted[...], from: 0)
    }

    /// - Parameter boxes: Sorted by the lower bounds of their ranges in the field at `level`.
    private func union(of boxes: ArraySlice<Ranges>, from level: Int) -> Diagram {
        guard let first = boxes.first else { return .nothing }
        guard level < first.count else { return .everything }
        let field = first[level].field
        var edges: [DiagramStore.Edge] = []
        var next: UInt64 = 0
        var index = boxes.startIndex
        while index < boxes.endIndex {
            let range = boxes[index][level].range
            var end = index + 1
            while end < boxes.endIndex, boxes[end][level].range == range { end += 1 }
            let isApart = end == boxes.endIndex || boxes[end][level].range.lowerBound > range.upperBound
            guard isApart, range.lowerBound >= next else { return self.overlappingUnion(of: boxes, from: level) }
            var inner = boxes[index..<end]
            if level + 1 < first.count, inner.count > 1 {
                inner = inner.sorted { $0[level + 1].range.lowerBound < $1[level + 1].range.lowerBound }[...]
            }
            if range.lowerBound > next { edges.append(DiagramStore.Edge(upTo: range.lowerBound - 1, .nothing)) }
            edges.append(DiagramStore.Edge(upTo: range.upperBound, self.union(of: inner, from: level + 1)))
            if range.upperBound == field.highest { return self.store.node(field.rawValue, edges) }
            next = range.upperBound + 1
            index = end
        }
        edges.append(DiagramStore.Edge(upTo: field.highest, .nothing))
        return self.store.node(field.rawValue, edges)
    }

    /// The union of boxes that overlap each other: of one half of them, and of the other.
    private func overlappingUnion(of boxes: ArraySlice<Ranges>, from level: Int) -> Diagram {
        if boxes.count == 1 { return self.union(of: boxes, from: level) }
        let middle = boxes.startIndex + boxes.count / 2
        return self.store.union(
            self.union(of: boxes[..<middle], from: level),
            self.union(of: boxes[middle...], from: level)
        )
    }
}
