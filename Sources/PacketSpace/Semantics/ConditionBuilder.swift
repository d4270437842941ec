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
            let found = self.lookup(expression, self.sets.contents(of: constant, table: reader.context.table), reader)
            switch comparison {
            case .equal, .anyBit: return found.member
            case .different, .noBit: return self.store.intersection(found.requirement, self.negated(found.member))
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return self.perhaps(found.requirement)
            }
        default:
            let subject = reader.subject(of: expression)
            guard let ranges = self.ranges(comparison, constant, subject.kind) else {
                return self.perhaps(subject.requirement)
            }
            return self.condition(subject, in: ranges)
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
            surely: self.store.difference(values, subject.vague), possibly: self.store.union(values, subject.vague)
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

    /// The values that a comparison with a constant allows; `nil` if that is unknown.
    private func ranges(
        _ comparison: ListedStatement.Comparison,
        _ constant: Constant,
        _ kind: ValueKind
    ) -> [ClosedRange<UInt128>]? {
        if case .everythingElse = constant, case .interfaceName = kind { return [0...kind.highest] }
        guard let values = kind.values(of: constant) else { return nil }
        switch comparison {
        case .equal: return [values]
        case .different: return Self.complement(of: values, kind.highest)
        case .less: return values.lowerBound == 0 ? [] : [0...values.lowerBound - 1]
        case .lessOrEqual: return [0...values.upperBound]
        case .greater: return values.upperBound == kind.highest ? [] : [values.upperBound + 1...kind.highest]
        case .greaterOrEqual: return [values.lowerBound...kind.highest]
        case .noBit, .anyBit:
            guard values.lowerBound == values.upperBound else { return nil }
            var mask = BitTransform.identity
            mask.and(values.lowerBound)
            let wanted: [ClosedRange<UInt128>] = comparison == .noBit ? [0...0] : [1...kind.highest]
            return mask.preimage(of: wanted, width: kind.width)
        }
    }

    static func complement(of values: ClosedRange<UInt128>, _ highest: UInt128) -> [ClosedRange<UInt128>] {
        var ranges: [ClosedRange<UInt128>] = []
        if values.lowerBound > 0 { ranges.append(0...values.lowerBound - 1) }
        if values.upperBound < highest { ranges.append(values.upperBound + 1...highest) }
        return ranges
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
        case .field(let field):
            guard let preimage = subject.transform.preimage(of: ranges, width: subject.kind.width) else { return nil }
            return self.store.set(field.rawValue, in: preimage.map { Self.folded($0, field, subject.kind) })
        case .wide(let high):
            guard let preimage = subject.transform.preimage(of: ranges, width: subject.kind.width) else { return nil }
            return self.store.set(high: high.rawValue, in: preimage)
        }
    }

    /// Headers that may stand between that of IPv6 and the transport. Source: `ipv6_ext_hdr` of the kernel, RFC 8200 §4.
    private static let extensionHeaders: [UInt128] = [0, 43, 44, 51, 60, 135, 139, 140]

    /// The next header is the transport protocol, if no extension header comes first; the prover does not know whether
    /// one does.
    private func nextHeader(_ subject: Subject, _ ranges: [ClosedRange<UInt128>]) -> Condition {
        guard let wanted = subject.transform.preimage(of: ranges, width: subject.kind.width) else {
            return Condition(surely: .nothing, possibly: .everything)
        }
        let transport = self.store.set(
            Field.transport.rawValue, in: wanted.map { Self.folded($0, .transport, subject.kind) }
        )
        let wantedHeaders = Self.extensionHeaders.filter { header in wanted.contains { $0.contains(header) } }
        return Condition(
            surely: wantedHeaders.count == Self.extensionHeaders.count ? transport : .nothing,
            possibly: wantedHeaders.isEmpty ? transport : .everything
        )
    }

    /// A range of values of a field; where the field is wider than its values, what is above the highest one counts as it.
    static func folded(_ range: ClosedRange<UInt128>, _ field: Field, _ kind: ValueKind) -> ClosedRange<UInt64> {
        let upper = range.upperBound == kind.highest ? field.highest : UInt64(range.upperBound)
        return UInt64(range.lowerBound)...upper
    }
}
