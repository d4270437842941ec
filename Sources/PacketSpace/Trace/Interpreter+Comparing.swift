internal import Nftables

extension Interpreter {
    func matches(_ comparison: ListedStatement.Comparison, _ left: Expression, _ right: Constant) -> Answer {
        switch right {
        case .namedSet, .anonymousSet:
            let readable = self.isReadable(left)
            guard readable != .no else { return .no }
            let member = self.isMember(left, right)
            switch comparison {
            case .equal, .anyBit: return readable && member
            case .different, .noBit:
                let hasCatchAll = self.sets.contents(of: right, asking: left, table: self.table).hasCatchAll
                return readable && (hasCatchAll ? .perhaps : member.negated)
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return .perhaps
            }
        default:
            switch self.read(left) {
            case .absent:
                return .no
            case .unknown, .perhapsAbsent:
                return .perhaps
            case .value(let value, let kind):
                return self.compare(comparison, value, kind, right)
            case .doubtful(let value, let kind):
                return self.compare(comparison, value, kind, right).unless(true)
            }
        }
    }

    /// Where all are different, the rule goes on, and where some are, perhaps; see ``ListedRule/joinedDifferences``.
    func differences(_ statements: ArraySlice<ListedStatement>) -> Answer {
        let answers = statements.map { statement in
            guard case .match(let comparison, let left, let right) = statement else { return Answer.perhaps }
            return self.matches(comparison, left, right)
        }
        guard answers.contains(where: { $0 != .no }) else { return .no }
        return answers.allSatisfy { $0 == .yes } ? .yes : .perhaps
    }

    private func compare(
        _ comparison: ListedStatement.Comparison,
        _ value: UInt128,
        _ kind: ValueKind,
        _ right: Constant
    ) -> Answer {
        if kind.isOfInterface, right == .everythingElse { return Answer(true) }
        guard let range = kind.values(of: right) else { return .perhaps }
        switch comparison {
        case .equal: return Answer(range.contains(value))
        case .different: return Answer(!range.contains(value))
        case .less: return Answer(value < range.lowerBound)
        case .lessOrEqual: return Answer(value <= range.upperBound)
        case .greater: return Answer(value > range.upperBound)
        case .greaterOrEqual: return Answer(value >= range.lowerBound)
        case .anyBit: return Answer(value & range.lowerBound != 0)
        case .noBit: return Answer(value & range.lowerBound == 0)
        }
    }

    // MARK: - Sets

    private func isMember(_ key: Expression, _ set: Constant) -> Answer {
        let contents = self.sets.contents(of: set, asking: key, table: self.table)
        // A set may be large: a simple key is read once for all of its elements.
        let reading: Reading? = if case .concatenation = key { nil } else { self.read(key) }
        var result = Answer(false)
        for element in contents.elements {
            let answer: Answer =
                if element.key == .everythingElse {
                    .yes
                } else if case .value(let value, let kind) = reading {
                    kind.values(of: element.key).map { Answer($0.contains(value)) } ?? .perhaps
                } else {
                    self.isEqual(key, element.key)
                }
            switch answer.unless(element.mayExpire) {
            case .yes: return contents.mayHoldLess ? .perhaps : .yes
            case .perhaps: result = .perhaps
            case .no: continue
            }
        }
        return contents.mayHoldMore ? .perhaps : result
    }

    private func isEqual(_ key: Expression, _ constant: Constant) -> Answer {
        if case .concatenation(let parts) = key {
            guard case .concatenation(let values) = constant, values.count == parts.count else { return .perhaps }
            return zip(parts, values).map { self.isEqual($0, $1) }.reduce(.yes) { $0 && $1 }
        }
        switch self.read(key) {
        case .absent: return .no
        case .unknown, .perhapsAbsent: return .perhaps
        case .value(let value, let kind), .doubtful(let value, let kind):
            guard let range = kind.values(of: constant) else { return .perhaps }
            return Answer(range.contains(value))
        }
    }

    /// Everything that a map can give for the packet.
    func lookup(_ key: Expression, _ map: Constant) -> [Found] {
        let contents = self.sets.contents(of: map, asking: key, table: self.table)
        let readable = self.isReadable(key)
        guard readable != .no else { return [.nothing] }
        var found: [Found] = []
        var mayBeAbsent = readable == .perhaps
        var isFound = false
        var catchAll: SetElement?
        for element in contents.elements {
            guard element.key != .everythingElse else {
                catchAll = element
                continue
            }
            let answer = self.isEqual(key, element.key)
            guard answer != .no, let value = element.value else { continue }
            found.append(.value(value))
            let isSure = answer == .yes && !element.mayExpire && !contents.mayHoldLess && !contents.mayHoldMore
            if isSure { isFound = true }
        }
        if !isFound {
            if let catchAll, let value = catchAll.value {
                found.append(.value(value))
                mayBeAbsent = mayBeAbsent || catchAll.mayExpire || contents.mayHoldLess || contents.mayHoldMore
            } else {
                mayBeAbsent = true
            }
        }
        if mayBeAbsent { found.append(.nothing) }
        if contents.mayHoldMore { found.append(.anything) }
        return found
    }
}

extension Answer {
    /// Only perhaps, if something else may be.
    func unless(_ mayBeOtherwise: Bool) -> Answer {
        self == .yes && mayBeOtherwise ? .perhaps : self
    }
}
