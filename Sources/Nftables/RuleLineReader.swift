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
    private let comment: String?

    init(_ line: Substring) {
        var words: [Substring] = []
        var comment: String?
        for word in line.utf8.split(separator: UInt8(ascii: " ")).map({ Substring($0) }) {
            if word == "comment" {
                let quoted = line.utf8[word.utf8.endIndex...].dropFirst(2).dropLast()
                comment = String(quoted)
                break
            }
            words.append(word)
        }
        self.words = words[...]
        self.comment = comment
    }

    mutating func rule() -> Rule? {
        var matches: [Rule.Match] = []
        var counter: CounterName?
        while let word = self.words.first {
            self.words.removeFirst()
            if let verdict = Rule.Verdict(rawValue: String(word)) {
                return self.words.isEmpty ? Rule(matches, counter: counter, verdict, comment: self.comment) : nil
            }
            if word == "counter" {
                guard self.skip("name"), let name = self.quoted() else { return nil }
                counter = CounterName(rawValue: name)
                continue
            }
            guard let match = self.match(word) else { return nil }
            matches.append(match)
        }
        return nil
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
        case "tcp": self.skip("dport") ? self.next().flatMap { Port($0) }.map { .tcpDestinationPort($0) } : nil
        case "udp": self.skip("dport") ? self.next().flatMap { Port($0) }.map { .udpDestinationPort($0) } : nil
        case "add": self.connectionsOfSource()
        case "update": self.packetsOfSource()
        default: nil
        }
    }

    // MARK: - Words

    private mutating func next() -> Substring? {
        self.words.popFirst()
    }

    /// Whether the next words are these; if so, they are passed.
    private mutating func skip(_ words: String...) -> Bool {
        guard self.words.starts(with: words.map { $0[...] }) else { return false }
        self.words.removeFirst(words.count)
        return true
    }

    private mutating func number() -> Int? {
        self.next().flatMap { Int($0) }
    }

    private mutating func quoted() -> String? {
        guard let word = self.next(), word.utf8.count >= 2 else { return nil }
        return String(word.dropFirst().dropLast())
    }

    private mutating func set() -> String? {
        guard let word = self.next(), word.utf8.first == UInt8(ascii: "@") else { return nil }
        return String(word.dropFirst())
    }

    /// Names between braces.
    private mutating func names<Name>(_ name: (String) -> Name?) -> [Name]? {
        guard self.skip("{") else { return nil }
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
        guard self.skip("state") else { return nil }
        return self.next().flatMap { Rule.ConnectionState(rawValue: String($0)) }.map { .connectionState($0) }
    }

    private mutating func meta() -> Rule.Match? {
        if self.skip("nfproto", "ipv6") { return .ipv6 }
        if self.skip("l4proto", "icmp") { return .icmp }
        return self.skip("l4proto", "ipv6-icmp") ? .icmpv6 : nil
    }

    private mutating func ipv4() -> Rule.Match? {
        if self.skip("saddr") { return self.set().map { .sourceIn(set: $0) } }
        if self.skip("daddr", ".", "tcp", "dport") { return self.set().map { .tcpDestinationIn(set: $0) } }
        return self.skip("daddr") ? self.set().map { .destinationIn(set: $0) } : nil
    }

    private mutating func ipv6() -> Rule.Match? {
        if self.skip("saddr") { return self.set().map { .ipv6SourceIn(set: $0) } }
        if self.skip("daddr") { return self.set().map { .ipv6DestinationIn(set: $0) } }
        return self.skip("hoplimit") ? self.next().flatMap { UInt8($0) }.map { .ipv6HopLimit($0) } : nil
    }

    private mutating func connectionsOfSource() -> Rule.Match? {
        guard let set = self.set(), self.skip("{", "ip", "saddr") else { return nil }
        let isPrefix = self.skip("&", "255.255.255.0")
        guard self.skip("ct", "count", "over"), let count = self.number(), self.skip("}") else { return nil }
        return isPrefix
            ? .connectionsOfSourcePrefixOver(count, set: set) : .connectionsOfSourceOver(count, set: set)
    }

    private mutating func packetsOfSource() -> Rule.Match? {
        guard let set = self.set(), self.skip("{", "ip", "saddr", "limit", "rate", "over"),
            let count = self.next()?.split(separator: "/").first.flatMap({ Int($0) }),
            self.skip("\(count)/minute") || self.skip("burst", "\(count)", "packets", "}")
        else { return nil }
        return .packetsPerMinuteOfSourceOver(count, set: set)
    }
}
