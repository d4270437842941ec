internal import Nftables

/// Turns the comparisons of rules into sets of packets.
struct ConditionBuilder {
    let store: DiagramStore
    let sets: SetTable

    /// The packets that a comparison matches.
    func condition(
        _ comparison: ListedStatement.Comparison,
        _ expression: Expression,
        _ constant: Constant,
        _ reader: SubjectReader
    ) -> Condition {
        switch constant {
        case .namedSet, .anonymousSet:
            let contents = self.sets.contents(of: constant, asking: expression, table: reader.context.table)
            let found = self.lookup(expression, contents, reader)
            switch comparison {
            // Kernels differ: older ones find the catch-all when they are to find nothing (`nft_lookup_eval`).
            case .different where contents.hasCatchAll, .noBit where contents.hasCatchAll:
                return self.perhaps(found.requirement)
            case .equal, .anyBit: return found.member
            case .different, .noBit: return self.store.intersection(found.requirement, self.negated(found.member))
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return self.perhaps(found.requirement)
            }
        default:
            let subject = reader.subject(of: expression)
            return self.store.intersection(subject.requirement, self.compare(comparison, subject.bare, constant))
        }
    }

    /// The packets whose value lies in some ranges.
    func condition(_ subject: Subject, in ranges: [ClosedRange<UInt128>]) -> Condition {
        if case .nextHeader = subject.place {
            return self.store.intersection(subject.requirement, self.nextHeader(subject, ranges))
        }
        guard let values = self.values(subject, ranges) else { return self.perhaps(subject.requirement) }
        guard subject.vague != .nothing else {
            return self.store.intersection(subject.requirement, Condition(values))
        }
        let vague = Condition(
            surely: self.store.difference(values, subject.vague),
            possibly: self.store.union(values, subject.vague)
        )
        return self.store.intersection(subject.requirement, vague)
    }

    func perhaps(_ condition: Condition) -> Condition {
        Condition(surely: .nothing, possibly: condition.possibly)
    }

    func negated(_ condition: Condition) -> Condition {
        let surely = self.store.difference(.everything, condition.possibly)
        if condition.isExact { return Condition(surely) }
        return Condition(surely: surely, possibly: self.store.difference(.everything, condition.surely))
    }

    // MARK: - Comparisons

    private func compare(
        _ comparison: ListedStatement.Comparison,
        _ subject: Subject,
        _ constant: Constant
    ) -> Condition {
        let unknown = Condition(surely: .nothing, possibly: .everything)
        let highest = subject.kind.highest
        if case .everythingElse = constant, subject.kind.isOfInterface { return .always }
        guard let values = subject.kind.values(of: constant) else { return unknown }
        switch comparison {
        case .equal: return self.condition(subject, in: [values])
        case .different: return self.negated(self.condition(subject, in: [values]))
        case .less: return self.condition(subject, in: values.lowerBound == 0 ? [] : [0...values.lowerBound - 1])
        case .lessOrEqual: return self.condition(subject, in: [0...values.upperBound])
        case .greater:
            return self.condition(subject, in: values.upperBound == highest ? [] : [values.upperBound + 1...highest])
        case .greaterOrEqual: return self.condition(subject, in: [values.lowerBound...highest])
        case .noBit, .anyBit:
            guard values.lowerBound == values.upperBound else { return unknown }
            var masked = subject
            masked.transform.and(values.lowerBound)
            let none = self.condition(masked, in: [0...0])
            return comparison == .noBit ? none : self.negated(none)
        }
    }

    /// The packets whose value, transformed, lies in some ranges; `nil` if that is unknown.
    private func values(_ subject: Subject, _ ranges: [ClosedRange<UInt128>]) -> Diagram? {
        switch subject.place {
        case .unknown, .nextHeader:
            return nil
        case .constant(let value):
            return ranges.contains { $0.contains(subject.transform(value)) } ? .everything : .nothing
        case .coded(let field, let values):
            let codes = values.indices.filter { index in
                ranges.contains { $0.contains(subject.transform(values[index])) }
            }
            return self.store.set(field.rawValue, in: codes.map { UInt64($0)...UInt64($0) })
        case .cases(let cases):
            let values = cases.filter { one in ranges.contains { $0.contains(subject.transform(one.value)) } }
            return values.reduce(.nothing) { self.store.union($0, $1.packets) }
        case .field(let field):
            guard let preimage = subject.transform.preimage(of: ranges, width: subject.kind.width) else { return nil }
            return self.store.set(field.rawValue, in: preimage.map { Self.folded($0, field, subject.kind) })
        case .gated(let gate, let fields):
            guard subject.transform == .identity else { return nil }
            let inside = self.store.set(fields.map(\.rawValue)[...], width: 64, in: ranges)
            return self.store.choose(gate, inside, ranges.contains { $0.contains(0) } ? .everything : .nothing)
        case .parts(let fields, let width):
            let numbers = fields.map(\.rawValue)[...]
            if let preimage = subject.transform.simplePreimage(of: ranges, width: subject.kind.width) {
                return self.store.set(numbers, width: width, in: preimage)
            }
            guard let images = subject.transform.images(in: ranges, width: subject.kind.width) else { return nil }
            var result = Diagram.nothing
            for image in images {
                guard let values = self.values(image, subject.transform, fields, width) else { return nil }
                result = self.store.union(result, values)
            }
            return result
        }
    }

    /// The packets whose value, of which several fields hold a part each, becomes an image: part by part, as bits do not
    /// depend on each other.
    private func values(_ image: UInt128, _ transform: BitTransform, _ fields: [Field], _ width: Int) -> Diagram? {
        var result = Diagram.everything
        for (index, field) in fields.enumerated().reversed() {
            let shift = width * (fields.count - 1 - index)
            let part = image >> UInt128(shift) & (UInt128.max >> UInt128(128 - width))
            guard let values = transform.part(from: shift, width: width).preimage(of: [part...part], width: width)
            else { return nil }
            let set = self.store.set(field.rawValue, in: values.map { UInt64($0.lowerBound)...UInt64($0.upperBound) })
            result = self.store.intersection(set, result)
        }
        return result
    }

    /// The next header is the transport protocol, if no extension header comes first.
    private func nextHeader(_ subject: Subject, _ ranges: [ClosedRange<UInt128>]) -> Condition {
        guard let wanted = subject.transform.preimage(of: ranges, width: subject.kind.width) else {
            return Condition(surely: .nothing, possibly: .everything)
        }
        let transport = self.store.set(
            Field.transport.rawValue,
            in: wanted.map { Self.folded($0, .transport, subject.kind) }
        )
        let headers = ExtensionHeader.allCases.filter { header in
            wanted.contains { $0.contains(UInt128(header.number)) }
        }
        return Condition(self.store.packets(withNextHeader: transport, or: headers))
    }

    /// A range of values of a field; where the field is wider than its values, what is above the highest one counts as it.
    static func folded(_ range: ClosedRange<UInt128>, _ field: Field, _ kind: ValueKind) -> ClosedRange<UInt64> {
        let upper = range.upperBound == kind.highest ? field.highest : UInt64(range.upperBound)
        return UInt64(range.lowerBound)...upper
    }
}
