internal import Addressing

extension Rule {
    /// As the kernel lists the rule; `nil` where it is somebody else's text, or nft may take it otherwise or not at all.
    ///
    /// - Parameter sets: Of the table, by name.
    func listedStatements(sets: [String: NamedSet]) -> [ListedStatement]? {
        guard self.text == nil, let verdict = self.verdict, self.comment.map(NftName.isComment) ?? true else {
            return nil
        }
        var statements: [ListedStatement] = []
        for match in self.matches {
            guard let statement = match.listed(sets: sets) else { return nil }
            statements.append(statement)
        }
        if let counter = self.counter { statements.append(.counter(counter.rawValue)) }
        switch verdict {
        case .accept: statements.append(.verdict(.accept))
        case .drop: statements.append(.verdict(.drop))
        }
        return statements
    }
}

extension Rule.Match {
    /// What a count in a rule may be.
    private static let counts = 1...Int(UInt32.max)
    private static let ipv4Source = Expression.payload(protocol: "ip", field: "saddr")
    private static let ipv4Destination = Expression.payload(protocol: "ip", field: "daddr")
    private static let tcpDestination = Expression.payload(protocol: "tcp", field: "dport")

    /// As the kernel lists the match; `nil` where nft may take it otherwise or not at all.
    fileprivate func listed(sets: [String: NamedSet]) -> ListedStatement? {
        switch self {
        case .inputInterface(let name): return Self.interface("iifname", name)
        case .outputInterface(let name): return Self.interface("oifname", name)
        case .connectionState(let state):
            return .match(.anyBit, .connection("state", direction: nil), .symbol(state.rawValue))
        case .ipv6: return .match(.equal, .meta("nfproto"), .symbol("ipv6"))
        case .icmp: return .match(.equal, .meta("l4proto"), .symbol("icmp"))
        case .icmpTypes(let types):
            return Self.oneOf(types.map(\.rawValue), .payload(protocol: "icmp", field: "type"))
        case .sourceIn(let set): return Self.member(of: set, .ipv4, Self.ipv4Source, sets)
        case .destinationIn(let set): return Self.member(of: set, .ipv4, Self.ipv4Destination, sets)
        case .tcpDestinationIn(let set):
            let both = Expression.concatenation([Self.ipv4Destination, Self.tcpDestination])
            return Self.member(of: set, .endpoint, both, sets)
        case .tcpDestinationPort(let port): return Self.number(Self.tcpDestination, UInt64(port.rawValue))
        case .udpDestinationPort(let port):
            return Self.number(.payload(protocol: "udp", field: "dport"), UInt64(port.rawValue))
        case .ipv6SourceIn(let set):
            return Self.member(of: set, .ipv6, .payload(protocol: "ip6", field: "saddr"), sets)
        case .ipv6DestinationIn(let set):
            return Self.member(of: set, .ipv6, .payload(protocol: "ip6", field: "daddr"), sets)
        case .icmpv6: return .match(.equal, .meta("l4proto"), .symbol("ipv6-icmp"))
        case .icmpv6Types(let types):
            return Self.oneOf(types.map(\.rawValue), .payload(protocol: "icmpv6", field: "type"))
        case .ipv6HopLimit(let limit):
            return Self.number(.payload(protocol: "ip6", field: "hoplimit"), UInt64(limit))
        case .connectionsOver(let count):
            return Self.counts.contains(count) ? .connectionsOver(count) : nil
        case .connectionsOfSourceOver(let count, let set):
            return Self.update(.add, set, Self.ipv4Source, count, .connectionsOver(count), sets)
        case .connectionsOfSourcePrefixOver(let count, let set):
            let mask = IPv4Address(rawValue: 0xFFFF_FF00)
            let prefix = Expression.binary(.and, Self.ipv4Source, .ipv4(mask...mask))
            return Self.update(.add, set, prefix, count, .connectionsOver(count), sets)
        case .packetsPerMinuteOfSourceOver(let count, let set):
            guard Self.counts.contains(count) else { return nil }
            let limit = ListedLimit(rate: UInt64(count), burst: UInt64(count), per: "minute", isOver: true)
            return Self.update(.update, set, Self.ipv4Source, count, .limit(limit), sets)
        }
    }

    private static func interface(_ key: String, _ name: String) -> ListedStatement? {
        NftName.isInterface(name) ? .match(.equal, .meta(key), .symbol(name)) : nil
    }

    private static func number(_ field: Expression, _ number: UInt64) -> ListedStatement {
        .match(.equal, field, .number(number...number))
    }

    /// nft makes no set of a single name.
    private static func oneOf(_ names: [String], _ field: Expression) -> ListedStatement? {
        guard !names.isEmpty, Set(names).count == names.count else { return nil }
        return .match(
            .equal,
            field,
            names.count == 1 ? .symbol(names[0]) : .anonymousSet(names.map { SetElement(.symbol($0)) })
        )
    }

    private static func member(
        of set: String,
        _ kind: NamedSet.Kind,
        _ field: Expression,
        _ sets: [String: NamedSet]
    ) -> ListedStatement? {
        sets[set]?.kind == kind ? .match(.equal, field, .namedSet(set)) : nil
    }

    /// Only sets that are meant for it are filled by rules.
    private static func update(
        _ operation: ListedUpdate.Operation,
        _ set: String,
        _ key: Expression,
        _ count: Int,
        _ statement: ListedStatement,
        _ sets: [String: NamedSet]
    ) -> ListedStatement? {
        guard case .learned = sets[set]?.elements, self.counts.contains(count) else { return nil }
        return .updateSet(ListedUpdate(operation, set, key, [statement]))
    }
}
