extension ListedRule {
    /// Places of statements that nft may have made of one: `@nh,96,64 != 0x0a0000050a000002`, whether one address or the other is
    /// a different one, is listed as `ip saddr != 10.0.0.5 ip daddr != 10.0.0.2`, whether both are.
    ///
    /// Empty where the kernel was asked, and knows of as many comparisons as are listed. Source: `payload_match_expand` of
    /// nftables 1.0.6.
    package var joinedDifferences: [Range<Int>] {
        self.mayJoinDifferences ? self.statements.differencesInARow : []
    }

    /// How many comparisons the kernel makes for what is listed as different, or as having some of several bits.
    var differenceCount: Int {
        self.statements.count { statement in
            switch statement {
            case .match(.different, _, let value), .match(.anyBit, _, let value): value.isSingle
            default: false
            }
        }
    }
}

extension [ListedStatement] {
    /// Where two or more stand side by side that ask whether a field of a header is different.
    var differencesInARow: [Range<Int>] {
        var runs: [Range<Int>] = []
        for (index, statement) in self.enumerated() where statement.isDifference {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs.filter { $0.count > 1 }
    }
}

extension ListedStatement {
    fileprivate var isDifference: Bool {
        guard case .match(.different, let field, let value) = self, value.isSingle else { return false }
        switch field {
        case .payload, .other: return true
        case .binary(.and, .payload, _), .binary(.and, .other, _): return true
        case .meta, .connection, .binary, .concatenation, .map, .constant, .routes: return false
        }
    }
}

extension Constant {
    /// Whether the kernel compares with it once: not with the ends of a range, and not by looking into a set.
    fileprivate var isSingle: Bool {
        switch self {
        case .number(let range): range.lowerBound == range.upperBound
        case .symbols, .namedSet, .anonymousSet, .everythingElse: false
        // Addresses may be prefixes, which are compared once as well.
        case .ipv4, .ipv6, .boolean, .symbol, .numberPrefix, .flags, .concatenation, .unknown: true
        }
    }
}
