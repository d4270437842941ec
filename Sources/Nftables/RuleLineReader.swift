internal import Addressing

extension Rule {
    /// Reads one printed rule. It may take more than is printed: the caller prints the rule again and compares.
    init?(line: Substring) {
        var reader = RuleLineReader(line)
        guard let rule = reader.rule() else { return nil }
        self = rule
    }
}

/// Goes through the words of a printed rule.
private struct RuleLineReader {
    private var words: ArraySlice<Substring>

    init(_ line: Substring) {
        self.words = Self.words(of: line.utf8)[...]
    }

    /// What stands between spaces; with quotes around it, whatever stands between those.
    private static func words(of line: Substring.UTF8View) -> [Substring] {
        var words: [Substring] = []
        var rest = line
        while let first = rest.first {
            let end: Substring.UTF8View.Index
            if first == UInt8(ascii: "\"") {
                end = rest.dropFirst().firstIndex(of: first).map { rest.index(after: $0) } ?? rest.endIndex
            } else {
                end = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
            }
            words.append(Substring(rest[..<end]))
            rest = rest[end...].dropFirst()
        }
        return words
    }

    mutating func rule() -> Rule? {
        var rule = Rule([], .accept)
        rule.verdict = nil
        while let word = self.next() {
            switch word {
            case "counter":
                if self.skip("name") {
                    guard let name = self.quoted() else { return nil }
                    rule.counter = .named(CounterName(rawValue: name))
                } else {
                    rule.counter = .anonymous
                }
            case "log":
                guard self.skip("prefix"), let prefix = self.quoted() else { return nil }
                rule.logPrefix = prefix
            case "comment":
                guard let comment = self.quoted() else { return nil }
                rule.comment = comment
            default:
                if let verdict = self.verdict(word) {
                    rule.verdict = verdict
                } else if let match = self.match(word) {
                    rule.matches.append(match)
                } else {
                    return nil
                }
            }
        }
        return rule
    }

    private mutating func verdict(_ word: Substring) -> Rule.Verdict? {
        switch word {
        case "accept": return .accept
        case "drop": return .drop
        case "reject":
            if self.skip("with", "tcp", "reset") { return .reset }
            return self.skip("with", "icmpx", "admin-prohibited") ? .reject : nil
        case "goto": return self.next().map { .goto(chain: String($0)) }
        case "notrack": return .notrack
        case "synproxy":
            guard self.skip("mss"), let size = self.number(), self.skip("wscale"), let scale = self.number(),
                self.skip("timestamp", "sack-perm")
            else { return nil }
            return .synproxy(Rule.SynProxy(maximumSegmentSize: size, windowScale: scale))
        default: return nil
        }
    }

    private mutating func match(_ word: Substring) -> Rule.Match? {
        switch word {
        case "iifname": self.quoted().map { .inputInterface($0) }
        case "oifname": self.quoted().map { .outputInterface($0) }
        case "ct": self.connection()
        case "meta": self.meta()
        case "icmp": self.skip("type") ? self.names(Rule.ICMPType.init).map { .icmpTypes($0) } : nil
        case "icmpv6": self.skip("type") ? self.names(Rule.ICMPv6Type.init).map { .icmpv6Types($0) } : nil
        case "ip": self.ipv4()
        case "ip6": self.ipv6()
        case "fib": self.skip("saddr", ".", "iif", "oif", "missing") ? .reversePathMissing : nil
        case "tcp": self.tcp()
        case "udp": self.skip("dport") ? self.next().flatMap { Port($0) }.map { .udpDestinationPort($0) } : nil
        case "limit": self.limit()
        case "add": self.connections()
        case "update": self.update()
        default: nil
        }
    }

    // MARK: - Words

    private mutating func next() -> Substring? {
        self.words.popFirst()
    }

    /// Whether the next words are these; if so, they are passed.
    private mutating func skip(_ words: StaticString...) -> Bool {
        guard self.words.count >= words.count,
            zip(self.words, words).allSatisfy({ word, known in
                known.withUTF8Buffer { word.utf8.elementsEqual($0) }
            })
        else { return false }
        self.words.removeFirst(words.count)
        return true
    }

    private mutating func number() -> Int? {
        self.next().flatMap { Int($0) }
    }

    private mutating func quoted() -> String? {
        guard let word = self.next(), word.utf8.count >= 2, word.utf8.first == UInt8(ascii: "\"") else { return nil }
        return String(word.dropFirst().dropLast())
    }

    private mutating func set() -> String? {
        guard let word = self.next(), word.utf8.first == UInt8(ascii: "@") else { return nil }
        return String(word.dropFirst())
    }

    /// One name, or several between braces.
    private mutating func names<Name>(_ name: (String) -> Name?) -> [Name]? {
        guard self.skip("{") else { return self.next().flatMap { name(String($0)) }.map { [$0] } }
        var names: [Name] = []
        while let word = self.next() {
            if word == "}" { return names }
            guard let read = name(String(word.utf8.last == UInt8(ascii: ",") ? word.dropLast() : word)) else {
                return nil
            }
            names.append(read)
        }
        return nil
    }

    // MARK: - Matches

    private mutating func connection() -> Rule.Match? {
        if self.skip("count", "over") { return self.number().map { .connectionsOver($0) } }
        guard self.skip("state"), let words = self.next()?.split(separator: ",") else { return nil }
        let states = words.compactMap { Rule.ConnectionState(rawValue: String($0)) }
        guard states.count == words.count else { return nil }
        return states.count == 1 ? .connectionState(states[0]) : .connectionStates(states)
    }

    private mutating func meta() -> Rule.Match? {
        if self.skip("nfproto", "ipv6") { return .ipv6 }
        if self.skip("l4proto", "icmp") { return .icmp }
        if self.skip("l4proto", "tcp") { return .tcp }
        return self.skip("l4proto", "icmpv6") ? .icmpv6 : nil
    }

    private mutating func ipv4() -> Rule.Match? {
        if let direction = self.connectionKey() { return self.set().map { .connectionIn(set: $0, direction) } }
        return self.addresses()
    }

    /// Behind `ip`.
    private mutating func connectionKey() -> Rule.Direction? {
        if self.skip("saddr", ".", "tcp", "sport", ".", "ip", "daddr", ".", "tcp", "dport") { return .fromPeer }
        return self.skip("daddr", ".", "tcp", "dport", ".", "ip", "saddr", ".", "tcp", "sport") ? .toPeer : nil
    }

    private mutating func addresses() -> Rule.Match? {
        if self.skip("saddr", "!=") { return self.set().map { .sourceNotIn(set: $0) } }
        if self.skip("saddr") { return self.set().map { .sourceIn(set: $0) } }
        if self.skip("daddr", ".", "tcp", "dport") { return self.set().map { .tcpDestinationIn(set: $0) } }
        return self.skip("daddr") ? self.set().map { .destinationIn(set: $0) } : nil
    }

    private mutating func ipv6() -> Rule.Match? {
        if self.skip("saddr") { return self.set().map { .ipv6SourceIn(set: $0) } }
        if self.skip("daddr") { return self.set().map { .ipv6DestinationIn(set: $0) } }
        return self.skip("hoplimit") ? self.next().flatMap { UInt8($0) }.map { .ipv6HopLimit($0) } : nil
    }

    private mutating func tcp() -> Rule.Match? {
        if self.skip("flags", "syn", "/", "fin,syn,rst,ack") { return .tcpOpening }
        if self.skip("flags", "ack", "/", "syn,ack") { return .tcpContinuing }
        if self.skip("flags") {
            guard let words = self.next()?.split(separator: ",") else { return nil }
            let flags = words.compactMap { Rule.TCPFlag(rawValue: String($0)) }
            return flags.count == words.count ? .tcpFlags(flags) : nil
        }
        if self.skip("sport") { return self.next().flatMap { Port($0) }.map { .tcpSourcePort($0) } }
        return self.skip("dport") ? self.next().flatMap { Port($0) }.map { .tcpDestinationPort($0) } : nil
    }

    private mutating func limit() -> Rule.Match? {
        guard self.skip("rate") else { return nil }
        return self.skip("over") ? self.rate().map { .packetsOver($0) } : self.rate().map { .packetsWithin($0) }
    }

    private mutating func connections() -> Rule.Match? {
        guard let set = self.set(), self.skip("{") else { return nil }
        guard self.skip("ip") else {
            return nil
        }
        if let direction = self.connectionKey() {
            guard self.skip("timeout"), let seconds = self.duration(), self.skip("}") else { return nil }
            return .connectionAdded(seconds: seconds, set: set, direction)
        }
        guard self.skip("saddr") else { return nil }
        let isPrefix = self.skip("&", "255.255.255.0")
        guard self.skip("ct", "count", "over"), let count = self.number(), self.skip("}") else { return nil }
        return isPrefix
            ? .connectionsOfSourcePrefixOver(count, set: set) : .connectionsOfSourceOver(count, set: set)
    }

    private mutating func update() -> Rule.Match? {
        guard let set = self.set(), self.skip("{") else { return nil }
        let isIPv6 = self.skip("ip6")
        guard isIPv6 || self.skip("ip") else { return nil }
        if !isIPv6, let direction = self.connectionKey() {
            guard self.skip("timeout"), let seconds = self.duration(), self.skip("}") else { return nil }
            return .connectionKept(seconds: seconds, set: set, direction)
        }
        guard self.skip("saddr", "limit", "rate", "over"), let rate = self.rate(), self.skip("}") else { return nil }
        return isIPv6 ? .packetsOfIPv6SourceOver(rate, set: set) : .packetsOfSourceOver(rate, set: set)
    }

    /// Such as `2m10s`, in seconds.
    private mutating func duration() -> Int? {
        guard let word = self.next() else { return nil }
        let parts = word.split(separator: "m", omittingEmptySubsequences: false)
        let minutes = parts.count == 2 ? Int(parts[0]) : 0
        guard let rest = parts.last, parts.count <= 2, let minutes else { return nil }
        if rest.isEmpty { return minutes * 60 }
        guard rest.utf8.last == UInt8(ascii: "s"), let seconds = Int(rest.dropLast()) else { return nil }
        return minutes * 60 + seconds
    }

    /// Such as `30/minute burst 10 packets`.
    private mutating func rate() -> Rule.Rate? {
        guard let words = self.next()?.split(separator: "/"), words.count == 2, let count = Int(words[0]),
            let unit = Rule.Rate.Unit(rawValue: String(words[1]))
        else { return nil }
        guard self.skip("burst") else { return Rule.Rate(count, per: unit) }
        guard let burst = self.number(), self.skip("packets") else { return nil }
        return Rule.Rate(count, per: unit, burst: burst)
    }
}
