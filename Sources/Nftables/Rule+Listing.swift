internal import Addressing

extension Rule {
    /// As the kernel lists the rule; `nil` where it is somebody else's text, or nft may take it otherwise or not at all.
    ///
    /// - Parameters:
    ///   - sets: Of the table, by name.
    ///   - counters: Of the table.
    func listedStatements(sets: [String: NamedSet], counters: [CounterName]) -> [ListedStatement]? {
        guard self.text == nil, self.keepsItsMatches, self.comment.map(NftName.isComment) ?? true,
            self.note.map(NftName.isOneLine) ?? true
        else { return nil }
        var statements: [ListedStatement] = []
        for match in self.matches {
            guard let statement = match.listed(sets: sets) else { return nil }
            statements.append(statement)
        }
        switch self.counter {
        case .anonymous: statements.append(.counter(nil))
        case .named(let name):
            guard counters.contains(name) else { return nil }
            statements.append(.counter(name.rawValue))
        case nil: break
        }
        if let prefix = self.logPrefix {
            guard NftName.isLogPrefix(prefix) else { return nil }
            statements.append(.log(ListedLog(prefix: prefix)))
        }
        if let verdict = self.verdict {
            guard let statement = verdict.listed else { return nil }
            statements.append(statement)
        }
        return statements.isEmpty ? nil : statements.sayingWhatRejectsAsk(family: Ruleset.family)
    }
}

extension Rule.Verdict {
    /// What a TCP option can hold, in bytes and in powers of two. Source: RFC 9293 §3.7.1, RFC 7323 §2.3.
    private static let segmentSizes = 1...0xFFFF
    private static let windowScales = 0...14

    fileprivate var listed: ListedStatement? {
        switch self {
        case .accept: return .verdict(.accept)
        case .drop: return .verdict(.drop)
        case .reset: return .reject(ListedReject(type: "tcp reset"))
        case .reject: return .reject(ListedReject(type: "icmpx", code: "admin-prohibited"))
        case .goto(let chain): return .verdict(.goto(chain))
        case .notrack: return .notrack
        case .synproxy(let proxy):
            guard Self.segmentSizes.contains(proxy.maximumSegmentSize), Self.windowScales.contains(proxy.windowScale)
            else { return nil }
            return .synproxy(
                ListedSynproxy(
                    maximumSegmentSize: proxy.maximumSegmentSize,
                    windowScale: proxy.windowScale,
                    flags: ["timestamp", "sack-perm"]
                )
            )
        }
    }
}

extension Rule.Rate {
    /// Far from where the kernel's own numbers overflow.
    private static let counts = 1...1_000_000

    fileprivate func listed(isOver: Bool) -> ListedLimit? {
        guard Self.counts.contains(self.count), Self.counts.contains(self.burst) else { return nil }
        return ListedLimit(
            rate: UInt64(self.count),
            burst: UInt64(self.burst),
            per: self.unit.rawValue,
            isOver: isOver
        )
    }
}

extension Rule.Match {
    /// What a count of connections may be: nft lists half of the kernel's numbers as negative ones.
    private static let counts = 1...Int(Int32.max)
    /// In the order in which nft lists them.
    private static let listedStates: [Rule.ConnectionState] = [.invalid, .established, .related, .new, .untracked]
    private static let listedFlags: [Rule.TCPFlag] = [.fin, .syn, .rst]
    /// In seconds: up to an hour, which nft lists in minutes and seconds.
    private static let timeouts = 1..<3_600
    private static let connectionState = Expression.connection("state", direction: nil)
    private static let ipv4Source = Expression.payload(protocol: "ip", field: "saddr")
    private static let ipv4Destination = Expression.payload(protocol: "ip", field: "daddr")
    private static let tcpSource = Expression.payload(protocol: "tcp", field: "sport")
    private static let tcpDestination = Expression.payload(protocol: "tcp", field: "dport")

    /// As the kernel lists the match; `nil` where nft may take it otherwise or not at all.
    fileprivate func listed(sets: [String: NamedSet]) -> ListedStatement? {
        switch self {
        case .inputInterface(let name): return Self.interface("iifname", name)
        case .outputInterface(let name): return Self.interface("oifname", name)
        case .connectionState(let state):
            return .match(.anyBit, Self.connectionState, .symbol(state.rawValue))
        case .connectionStates(let states):
            guard states.count > 1, states == Self.listedStates.filter(states.contains) else { return nil }
            return .match(.anyBit, Self.connectionState, .flags(states.map { .symbol($0.rawValue) }))
        case .ipv6: return .match(.equal, .meta("nfproto"), .symbol("ipv6"))
        case .icmp: return .match(.equal, .meta("l4proto"), .symbol("icmp"))
        case .icmpTypes(let types):
            return Self.oneOf(types.map(\.rawValue), .payload(protocol: "icmp", field: "type"))
        case .sourceIn(let set): return Self.member(of: set, .ipv4, Self.ipv4Source, sets)
        case .sourceNotIn(let set): return Self.member(of: set, .ipv4, Self.ipv4Source, sets, .different)
        case .reversePathMissing: return .match(.equal, .routes("oif", of: ["saddr", "iif"]), .boolean(false))
        case .destinationIn(let set): return Self.member(of: set, .ipv4, Self.ipv4Destination, sets)
        case .tcpDestinationIn(let set):
            let both = Expression.concatenation([Self.ipv4Destination, Self.tcpDestination])
            return Self.member(of: set, .endpoint, both, sets)
        case .tcpDestinationPort(let port): return Self.number(Self.tcpDestination, UInt64(port.rawValue))
        case .udpDestinationPort(let port):
            return Self.number(.payload(protocol: "udp", field: "dport"), UInt64(port.rawValue))
        case .tcp: return .match(.equal, .meta("l4proto"), .symbol("tcp"))
        case .tcpSourcePort(let port): return Self.number(Self.tcpSource, UInt64(port.rawValue))
        case .tcpOpening: return .opening
        case .tcpContinuing: return .flags(["syn", "ack"], are: "ack")
        case .tcpFlags(let flags):
            guard !flags.isEmpty, flags == Self.listedFlags.filter(flags.contains) else { return nil }
            return .anyFlag(of: flags)
        case .connectionIn(let set, let direction): return Self.member(of: set, .connection, direction.key, sets)
        case .connectionKept(let seconds, let set, let direction):
            return Self.keep(.update, set, direction, seconds, sets)
        case .connectionAdded(let seconds, let set, let direction):
            return Self.keep(.add, set, direction, seconds, sets)
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
            return Self.count(set, .ipv4, Self.ipv4Source, count, sets)
        case .connectionsOfSourcePrefixOver(let count, let set):
            let mask = IPv4Address(rawValue: 0xFFFF_FF00)
            let prefix = Expression.binary(.and, Self.ipv4Source, .ipv4(mask...mask))
            return Self.count(set, .ipv4, prefix, count, sets)
        case .packetsOfSourceOver(let rate, let set): return Self.limit(set, .ipv4, Self.ipv4Source, rate, sets)
        case .packetsOfIPv6SourceOver(let rate, let set):
            return Self.limit(set, .ipv6, .payload(protocol: "ip6", field: "saddr"), rate, sets)
        case .packetsWithin(let rate): return rate.listed(isOver: false).map { .limit($0) }
        case .packetsOver(let rate): return rate.listed(isOver: true).map { .limit($0) }
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
        _ sets: [String: NamedSet],
        _ comparison: ListedStatement.Comparison = .equal
    ) -> ListedStatement? {
        sets[set]?.kind == kind ? .match(comparison, field, .namedSet(set)) : nil
    }

    /// The kernel knows by itself when a connection is over, and takes no time-out beside that.
    private static func count(
        _ set: String,
        _ kind: NamedSet.Learned.Key,
        _ key: Expression,
        _ count: Int,
        _ sets: [String: NamedSet]
    ) -> ListedStatement? {
        guard case .learned(let learned) = sets[set]?.elements, learned.key == kind, learned.lifetime == .counted,
            self.counts.contains(count)
        else { return nil }
        return .updateSet(ListedUpdate(.add, set, key, [.connectionsOver(count)]))
    }

    private static func keep(
        _ operation: ListedUpdate.Operation,
        _ set: String,
        _ direction: Rule.Direction,
        _ seconds: Int,
        _ sets: [String: NamedSet]
    ) -> ListedStatement? {
        guard case .learned(let learned) = sets[set]?.elements, learned.key == .connection,
            learned.lifetime == .byRule, Self.timeouts.contains(seconds)
        else { return nil }
        return .updateSet(ListedUpdate(operation, set, direction.key, timeout: seconds))
    }

    private static func limit(
        _ set: String,
        _ kind: NamedSet.Learned.Key,
        _ key: Expression,
        _ rate: Rule.Rate,
        _ sets: [String: NamedSet]
    ) -> ListedStatement? {
        guard case .learned(let learned) = sets[set]?.elements, learned.key == kind,
            let limit = rate.listed(isOver: true)
        else { return nil }
        return .updateSet(ListedUpdate(.update, set, key, [.limit(limit)]))
    }
}

extension ListedStatement {
    private static let tcpFlags = Expression.payload(protocol: "tcp", field: "flags")

    /// The first packet of a connection, as ``Rule/Match/tcpOpening`` asks for it.
    package static let opening = Self.flags(["fin", "syn", "rst", "ack"], are: "syn")
    /// The last packet of one end, as ``Rule/Match/tcpFlags(_:)`` asks for it.
    package static let ending = Self.anyFlag(of: [.fin])

    fileprivate static func anyFlag(of flags: [Rule.TCPFlag]) -> ListedStatement {
        let names = flags.map { Constant.symbol($0.rawValue) }
        return .match(.anyBit, Self.tcpFlags, names.count == 1 ? names[0] : .flags(names))
    }

    fileprivate static func flags(_ asked: [String], are set: String) -> ListedStatement {
        .match(.equal, .binary(.and, Self.tcpFlags, .flags(asked.map { .symbol($0) })), .symbol(set))
    }
}

extension Rule.Direction {
    private static let source: [Expression] = [
        .payload(protocol: "ip", field: "saddr"), .payload(protocol: "tcp", field: "sport"),
    ]
    private static let destination: [Expression] = [
        .payload(protocol: "ip", field: "daddr"), .payload(protocol: "tcp", field: "dport"),
    ]

    /// The peer's address and port, and the host's own.
    package var key: Expression {
        switch self {
        case .fromPeer: .concatenation(Self.source + Self.destination)
        case .toPeer: .concatenation(Self.destination + Self.source)
        }
    }
}
